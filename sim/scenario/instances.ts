/** Names of single nodes: `edge/0`, `edge/*`, `edge@virginia`, `*`. */

export interface NamedInstance {
  readonly name: string;
  readonly group: string;
  readonly placeName: string;
}

/** @returns indices of the instances that the pattern names; none when it names nothing. */
export function matchInstances(pattern: string, instances: readonly NamedInstance[]): number[] {
  const at = pattern.indexOf('@');
  const matches = (instance: NamedInstance): boolean => {
    if (pattern === '*' || pattern === instance.name) return true;
    if (at >= 0) {
      return (
        instance.group === pattern.slice(0, at) && instance.placeName === pattern.slice(at + 1)
      );
    }
    return pattern === instance.group || pattern === `${instance.group}/*`;
  };
  return instances.flatMap((instance, index) => (matches(instance) ? [index] : []));
}
