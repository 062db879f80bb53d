/**
 * Loading a module of the simulator does nothing but define, so pages that only read Results may
 * leave out the models behind the public API; the worker keeps them.
 */
export const withoutUnusedModels = {
  moduleSideEffects: (id: string): boolean => !id.includes('/sim/'),
};
