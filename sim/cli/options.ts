/** Arguments that several commands have. */

/** Scenario files; after all commands the same. */
export const filesPositional = {
  describe: 'scenario files; - is standard input',
  type: 'string',
  array: true,
} as const;

export const setOption = {
  describe: 'change one entry: path=value; may be repeated',
  type: 'string',
  array: true,
  // One value each: `--set a=1 shop.yaml` names a file.
  nargs: 1,
} as const;
