import { admissionPolicy } from './admission.ts';

export const always = admissionPolicy({
  name: 'always',
  summary: 'lets every object enter',
  source: 'definition',
  params: {},
  make: () => ({ requested() {}, admits: () => true }),
});
