/**
 * Arrays as long as a property says they may be: by itself fast-check draws short ones, of some ten
 * items, whatever `maxLength` is.
 */
import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), defaultSizeToMaxWhenMaxSpecified: true });
