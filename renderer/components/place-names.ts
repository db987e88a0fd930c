/** Names of villages as people of the township say them. */

/** Without the township before it when it is the one we are in: in 凉水井镇, 凉水井镇王家岭村 is 王家岭村. */
export function shortVillage(name: string | null, near: string): string {
  const township = /^.+?[镇乡]/u.exec(near)?.[0] ?? '';
  if (name === null || township === '' || !name.startsWith(township)) return name ?? '';
  return name.slice(township.length) || name;
}
