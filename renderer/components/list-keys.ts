/** Moving through a list by keys. */

/** The row that a key leads to, or null when the key does not move. `page` = rows in sight. */
export function rowAfterKey(key: string, at: number, count: number, page: number): number | null {
  const moves: Readonly<Record<string, number>> = {
    ArrowUp: at - 1,
    ArrowDown: at + 1,
    PageUp: at - page,
    PageDown: at + page,
    Home: 0,
    End: count - 1,
  };
  const wanted = moves[key];
  return wanted === undefined || count === 0 ? null : Math.max(0, Math.min(count - 1, wanted));
}
