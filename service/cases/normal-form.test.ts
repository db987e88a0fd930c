/** A person is shown, found and compared in normal form, whenever and however it was written down. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EMPTY_PERSON } from '../../renderer/workbench/register/person-draft.ts';
import type { EventId, LocalDate, MatterCode, PlaceCode } from '../../shared/base/brands.ts';
import { caseEvents } from '../../store/projection/cases.ts';
import { type TestSite, testSite } from '../../test/fixtures/desk.ts';

const CENTRE = '43122211101' as PlaceCode;
const MEDICAL = 'SB-006' as MatterCode;
const TODAY = '2026-11-23' as LocalDate;

let centre: TestSite;
beforeEach(() => {
  centre = testSite(CENTRE, TODAY);
});
afterEach(() => centre.close());

const registration = () =>
  centre.call('cases.register', {
    matter: MEDICAL,
    person: { ...EMPTY_PERSON, name: '向翠莲' },
    materials: [],
    window: '社会保障',
    steps: [],
  });

it('a corrected number is found again by who comes with it', async () => {
  const made = await registration();
  await centre.call('cases.remark', {
    case: made.detail.row.case,
    about: made.detail.row.case,
    remark: {
      type: 'amended',
      data: { field: 'person.idNumber', from: null, to: '１１０１０５ 19491231 002x', reason: '打错' },
    },
  });
  const found = await centre.call('cases.person', { idNumber: '11010519491231002X', matter: MEDICAL });
  expect(found.map(({ person, same }) => [person.idNumber, same?.number])).toEqual([
    ['11010519491231002X', made.number],
  ]);
});

it('what an older program stored as it was typed is shown and found in normal form, and stays as it was', async () => {
  const made = await registration();
  const [first] = caseEvents(centre.desk.file, made.case as EventId);
  const old = { ...made.detail.person, name: '舒 满妹', idNumber: '11010519491231002x', phone: '+86 138 0745 3512' };
  const { id } = centre.desk.ledger.append({
    ledger: CENTRE,
    type: 'received',
    on: TODAY,
    data: { ...(first?.data as object), number: `${CENTRE}-20261123-A7-0099`, person: old },
    staff: centre.staff.id,
  });
  centre.desk.ledger.append({
    ledger: CENTRE,
    type: 'amended',
    case: id,
    about: id,
    on: TODAY,
    data: { field: 'person.idNumber', from: old.idNumber, to: '５３０１０２１９２００５０８０１１ｘ', reason: '打错' },
    staff: centre.staff.id,
  });
  const detail = await centre.call('cases.get', { case: id });
  expect(detail.person).toMatchObject({
    name: '舒满妹',
    idNumber: '53010219200508011X',
    idVerified: true,
    phone: '13807453512',
  });
  for (const query of ['舒满', '53010219200508011x', '08011X', '13807453512'])
    expect((await centre.call('cases.list', { list: 'all', query })).rows.map((row) => row.case)).toEqual([id]);
  expect(await centre.call('cases.person', { idNumber: '53010219200508011X' })).toHaveLength(1);
  const [stored] = caseEvents(centre.desk.file, id);
  expect(stored?.data).toMatchObject({ person: old });
});
