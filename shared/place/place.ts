/**
 * County, townships, centres and villages, and which centre serves a village. A centre's code is its township's nine digits and two more: the main
 * centre 01, further ones 02, 03 … in the order of the data, kept for ever (LEDGER §2). Names repeat, so everything is keyed by code.
 */
import { z } from 'zod';
import { type LocalDate, type PlaceCode, PlaceCodeSchema } from '../base/brands.ts';
import { LocalDateSchema } from '../base/local-date.ts';
import { ReferenceDataError, readReference, duplicateProblems } from '../reference/check.ts';

const text = z.string().trim().min(1);
const county = z.string().regex(/^\d{6}$/, '应为6位区划代码');
const township = z.string().regex(/^\d{9}$/, '应为9位乡镇代码');
const village = z
  .string()
  .regex(/^\d{12}$/, '应为12位村（居）代码')
  .pipe(PlaceCodeSchema);

const VillageSchema = z.strictObject({
  code: village,
  name: text,
  officialName: text,
  type: z.enum(['居委会', '村委会']),
});

const TownshipSchema = z.strictObject({
  code: township,
  gbCode: township,
  name: text,
  shortName: text,
  aliases: z.array(text),
  kind: text,
  verified: z.boolean(),
  villageCount: z.int().min(0),
  villageCountVerified: z.boolean(),
  source: text,
  crossCheck: text.optional(),
  villages: z.array(VillageSchema),
});
type Township = z.infer<typeof TownshipSchema>;

const CentreSchema = z.strictObject({
  id: text,
  name: text,
  townshipCode: township,
  main: z.boolean(),
  verified: z.boolean(),
  nameVerified: z.boolean(),
  assumption: z.boolean(),
  formerTownship: text.optional(),
});

const PlacesSchema = z.strictObject({
  county: z.strictObject({
    code: county.pipe(PlaceCodeSchema),
    name: text,
    city: text,
    cityCode: county,
    province: text,
    provinceCode: county,
    areaCode: z.string().regex(/^0\d{2,3}$/, '应为区号，如 0745'),
  }),
  note: text,
  caveats: z.array(text),
  sources: z.array(text),
  codeRule: text,
  totals: z.strictObject({
    townships: z.int(),
    centres: z.int(),
    villages: z.int(),
    villagesVerified: z.boolean(),
  }),
  centres: z.array(CentreSchema),
  townships: z.array(TownshipSchema),
});
type PlacesData = z.infer<typeof PlacesSchema>;

/** Which centre serves a village, from a day to a day (both included; `to` null: until further notice). */
const ServesSchema = z.strictObject({
  village,
  centre: z
    .string()
    .regex(/^\d{11}$/, '应为11位中心代码')
    .pipe(PlaceCodeSchema),
  from: LocalDateSchema,
  to: LocalDateSchema.nullable(),
});
type Serves = z.infer<typeof ServesSchema>;

export type PlaceKind = 'county' | 'centre' | 'village';

interface Place {
  readonly code: PlaceCode;
  readonly kind: PlaceKind;
  /** e.g. 王家岭村. */
  readonly name: string;
  /** With the township before it, as seven village names repeat: 凉水井镇王家岭村. */
  readonly fullName: string;
  /** Nine digits; null for the county. */
  readonly township: string | null;
}

export interface Places extends PlacesData {
  readonly serves: readonly Serves[];
  readonly all: readonly Place[];
  place(code: string): Place | undefined;
  /** The name for people; the code itself when the place is not known here. */
  nameOf(code: string): string;
  township(code: string): Township | undefined;
  /** The centre that serves the village on that day; null: none. */
  centreOf(village: string, on: LocalDate): PlaceCode | null;
  /** The villages that the centre serves on that day, in order of code. */
  villagesOf(centre: string, on: LocalDate): readonly PlaceCode[];
}

/** The centres were built from 2013 on (note in places.json); by default each village is its township's main centre's from then. */
const SERVED_FROM = '2013-01-01' as LocalDate;

const KIND_BY_LENGTH: Readonly<Record<number, PlaceKind>> = { 6: 'county', 11: 'centre', 12: 'village' };

/** The kind of place a code names, told by its length. */
export function placeKind(code: PlaceCode): PlaceKind {
  return KIND_BY_LENGTH[code.length] ?? 'village';
}

/** Name of the place's ledger, at the site and at the hub (LEDGER §2). */
export function ledgerName(code: PlaceCode): string {
  return `ledger-${code}`;
}

function centrePlaces(data: PlacesData): { readonly places: Place[]; readonly problems: string[] } {
  const problems: string[] = [];
  const places: Place[] = [];
  const further = new Map<string, number>();
  data.centres.forEach((centre, index) => {
    if (!data.townships.some((each) => each.code === centre.townshipCode))
      problems.push(`centres[${index}].townshipCode：没有代码为 ${centre.townshipCode} 的乡镇`);
    const next = (further.get(centre.townshipCode) ?? 1) + 1;
    if (!centre.main) further.set(centre.townshipCode, next);
    const suffix = centre.main ? '01' : String(next).padStart(2, '0');
    places.push({
      code: `${centre.townshipCode}${suffix}` as PlaceCode,
      kind: 'centre',
      name: centre.name,
      fullName: centre.name,
      township: centre.townshipCode,
    });
  });
  problems.push(
    ...duplicateProblems(
      places.map((each) => each.code),
      (index) => `centres[${index}]`,
    ),
  );
  return { places, problems };
}

function villagePlaces(data: PlacesData): Place[] {
  return data.townships.flatMap((each) =>
    each.villages.map((one) => ({
      code: one.code,
      kind: 'village' as const,
      name: one.name,
      fullName: `${each.name}${one.name}`,
      township: each.code,
    })),
  );
}

function inconsistencies(data: PlacesData): string[] {
  const problems: string[] = [];
  const counts = {
    townships: data.townships.length,
    centres: data.centres.length,
    villages: data.townships.reduce((sum, each) => sum + each.villages.length, 0),
  };
  for (const [key, count] of Object.entries(counts)) {
    const stated = data.totals[key as keyof typeof counts];
    if (stated !== count) problems.push(`totals.${key}：写的是 ${stated}，实际有 ${count}`);
  }
  data.townships.forEach((each, index) => {
    if (!each.code.startsWith(data.county.code)) problems.push(`townships[${index}].code：不属于 ${data.county.name}`);
    each.villages.forEach((one, position) => {
      if (!one.code.startsWith(each.code))
        problems.push(`townships[${index}].villages[${position}].code：不属于 ${each.name}`);
    });
  });
  return problems;
}

function servesProblems(serves: readonly Serves[], known: ReadonlyMap<string, Place>): string[] {
  const problems: string[] = [];
  serves.forEach((row, index) => {
    if (known.get(row.village)?.kind !== 'village') problems.push(`serves[${index}].village：没有这个村（居）`);
    if (known.get(row.centre)?.kind !== 'centre') problems.push(`serves[${index}].centre：没有这个中心`);
    if (row.to !== null && row.to < row.from) problems.push(`serves[${index}].to：早于起始日期`);
  });
  for (const rows of Map.groupBy(serves, (row) => row.village).values()) {
    const inOrder = rows.toSorted((a, b) => (a.from < b.from ? -1 : 1));
    inOrder.forEach((row, index) => {
      const next = inOrder[index + 1];
      if (next && (row.to === null || row.to >= next.from))
        problems.push(`serves：${row.village} 在 ${next.from} 同时属于两个中心`);
    });
  }
  return problems;
}

function defaultServes(data: PlacesData): Serves[] {
  return data.townships.flatMap((each) =>
    each.villages.map((one) => ({
      village: one.code,
      centre: `${each.code}01` as PlaceCode,
      from: SERVED_FROM,
      to: null,
    })),
  );
}

/**
 * Reads the places. `serves` is the county's own list; without it every village is served by the main centre of its township.
 * Throws ReferenceDataError naming each bad path.
 */
export function loadPlaces(json: unknown, serves?: unknown): Places {
  const what = '地点资料';
  const data = readReference(PlacesSchema, json, what);
  const centres = centrePlaces(data);
  const all: Place[] = [
    { code: data.county.code, kind: 'county', name: data.county.name, fullName: data.county.name, township: null },
    ...centres.places,
    ...villagePlaces(data),
  ];
  const rows = serves === undefined ? defaultServes(data) : readReference(z.array(ServesSchema), serves, what);
  const byCode = new Map<string, Place>(all.map((each) => [each.code, each]));
  const problems = [
    ...inconsistencies(data),
    ...centres.problems,
    ...duplicateProblems(
      all.map((each) => each.code),
      (index) => `地点 ${all[index]?.fullName ?? index}`,
    ),
    ...servesProblems(rows, byCode),
  ];
  if (problems.length > 0) throw new ReferenceDataError(what, [...new Set(problems)]);
  const townships = new Map(data.townships.map((each) => [each.code, each]));
  const byVillage = Map.groupBy(rows, (row) => String(row.village));
  const byCentre = Map.groupBy(rows, (row) => String(row.centre));
  const covers = (row: Serves, on: LocalDate) => row.from <= on && (row.to === null || on <= row.to);
  return {
    ...data,
    serves: rows,
    all,
    place: (code) => byCode.get(code),
    nameOf: (code) => byCode.get(code)?.fullName ?? code,
    township: (code) => townships.get(code),
    centreOf: (code, on) => byVillage.get(code)?.find((row) => covers(row, on))?.centre ?? null,
    villagesOf: (code, on) =>
      (byCentre.get(code) ?? [])
        .filter((row) => covers(row, on))
        .map((row) => row.village)
        .sort(),
  };
}
