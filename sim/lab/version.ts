/** Version of this program; `test/lab/version.test.ts` holds it equal to package.json. */
export const VERSION = '0.1.0';
