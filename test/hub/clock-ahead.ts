/** Loaded before a hub (`node --import`): its machine's clock is ahead by `CLOCK_AHEAD_MS`. */
const ahead = Number(process.env['CLOCK_AHEAD_MS']);
const RightDate = Date;

class AheadDate extends RightDate {
  constructor(...parts: [] | [number | string | Date]) {
    if (parts.length === 0) super(AheadDate.now());
    else super(parts[0]);
  }

  static override now(): number {
    return RightDate.now() + ahead;
  }
}
globalThis.Date = AheadDate as DateConstructor;
