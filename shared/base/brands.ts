/**
 * Names for the strings that must not be mixed up. A brand is made by the `…Schema` beside it (or by the one function that
 * creates such a value) and nowhere else, so a value that carries the type has been checked.
 */
import { z } from 'zod';

/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`, always a day that exists. Made by local-date.ts. */
export type LocalDate = string & z.$brand<'LocalDate'>;

/** GB/T 2260 + GB/T 10114 codes: county 6 digits, township 9, centre 11 (township + 2), village 12. */
export const PlaceCodeSchema = z
  .string()
  .regex(/^(\d{6}|\d{11}|\d{12})$/, '地点代码应为县6位、中心11位或村12位数字')
  .brand<'PlaceCode'>();
export type PlaceCode = z.infer<typeof PlaceCodeSchema>;

/** Catalogue code of a matter, e.g. `SB-006`. */
export const MatterCodeSchema = z
  .string()
  .regex(/^[A-Z]{2}-\d{3}$/, '事项编码格式应如 SB-006')
  .brand<'MatterCode'>();
export type MatterCode = z.infer<typeof MatterCodeSchema>;

/** `<yyyymmdd>-<26 characters of base32>` (LEDGER §1). Made by event.ts. */
export const EventIdSchema = z
  .string()
  .regex(/^\d{8}-[a-z2-7]{26}$/, '事件编号格式不对')
  .brand<'EventId'>();
export type EventId = z.infer<typeof EventIdSchema>;

/** What a station is made of, as a part of an expression: capitals, and the small letters of earlier programs. */
export const STATION = '[2-9a-hjkmnp-zA-HJKMNP-Z]{2}';

/**
 * The label of a case (LEDGER §3), e.g. `431222111204-20171109-A7-0001`: the place that issued it, the day, the station and the running number of that station's
 * year, behind it the suffix that the hub gives the later of two. Made and taken apart by case-number.ts. Earlier ones are written `…-a70001`.
 */
export const CASE_NO = new RegExp(
  String.raw`^(?<place>\d{6}|\d{11}|\d{12})-(?<day>\d{8})-(?<station>${STATION})-?(?<running>\d{4,6})(?<suffix>-\d+)?$`,
);
export const CaseNoSchema = z.string().regex(CASE_NO, '办件编号格式不对').brand<'CaseNo'>();
export type CaseNo = z.infer<typeof CaseNoSchema>;

/** Random id of an enrolled device: 16 characters of base32. */
export const DeviceIdSchema = z
  .string()
  .regex(/^[a-z2-7]{16}$/, '设备编号格式不对')
  .brand<'DeviceId'>();
export type DeviceId = z.infer<typeof DeviceIdSchema>;

/** Random id of a device's run of sequence numbers (LEDGER §1): 16 characters of base32. */
export const SeriesIdSchema = z
  .string()
  .regex(/^[a-z2-7]{16}$/, '序列编号格式不对')
  .brand<'SeriesId'>();
export type SeriesId = z.infer<typeof SeriesIdSchema>;

/** Two characters that tell one device's case numbers from another's at the same place; never given twice. New ones are capitals. */
export const StationSchema = z
  .string()
  .regex(new RegExp(`^${STATION}$`), '工位代号应为两位')
  .brand<'Station'>();
export type Station = z.infer<typeof StationSchema>;

/** Badge number of a member of staff, unique in its place. */
export const StaffIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9]{1,16}$/, '工号只能用字母和数字')
  .brand<'StaffId'>();
export type StaffId = z.infer<typeof StaffIdSchema>;
