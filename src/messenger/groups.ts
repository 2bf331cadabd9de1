/** The list in groups of at most `size`, in order; none of an empty one. */
export function groupsOf<T>(list: readonly T[], size: number): T[][] {
  const groups: T[][] = [];
  for (let first = 0; first < list.length; first += size) groups.push(list.slice(first, first + size));
  return groups;
}
