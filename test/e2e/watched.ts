/** `BIANMIN_WATCH=milliseconds`: in a window (a browser that has one: CHROME_PATH), with so long between two actions. */
export function watched(): { headless?: boolean; slowMo?: number } {
  const between = process.env['BIANMIN_WATCH'];
  return between === undefined ? {} : { headless: false, slowMo: Number(between) || 0 };
}
