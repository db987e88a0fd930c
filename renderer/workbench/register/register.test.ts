import { expect, test } from 'vitest';
import { RegisterSchema } from '../../../shared/api/client.ts';
import type { LocalDate } from '../../../shared/base/brands.ts';
import { invent } from '../../../test/fixtures/people.ts';
import { loadCatalogue } from '../../../shared/matter/catalogue.ts';
import catalogueJson from '../../../shared/reference/catalogue.json';
import { shortVillage } from '../../components/place-names.ts';
import { itemsOf, missingRequired, startMaterials } from './material-draft.ts';
import {
  EMPTY_PERSON,
  hasAgent,
  formLines,
  earlierLookup,
  readPerson,
  fillFromEarlier,
  takeKind,
} from './person-draft.ts';
import { registrationOf } from './registration.ts';
import { RESULT_ACTIONS, actionsOf } from './result-actions.ts';

const today = '2026-11-23' as LocalDate;
const { matters } = loadCatalogue(catalogueJson);

test('every matter of the catalogue registers with what its form starts with, by its main action', () => {
  for (const matter of matters) {
    const { person } = readPerson({ ...EMPTY_PERSON, name: '向翠莲' }, today);
    const made = registrationOf({
      matter,
      person,
      materials: startMaterials(matter),
      on: today,
      today,
      despite: '',
      note: '',
      steps: RESULT_ACTIONS[actionsOf(matter)[0]].steps,
    });
    expect(RegisterSchema.safeParse(made).error?.issues, matter.code).toBeUndefined();
    expect(made.on).toBeUndefined();
    expect(missingRequired(matter, startMaterials(matter))).toEqual([]);
  }
});

test('an immediate matter is accepted and concluded in one action, a promised one is accepted', () => {
  expect(RESULT_ACTIONS[actionsOf({ kind: 'immediate' })[0]].steps.map((step) => step.type)).toEqual([
    'accepted',
    'concluded',
  ]);
  expect(RESULT_ACTIONS[actionsOf({ kind: 'promised' })[0]].steps.map((step) => step.type)).toEqual(['accepted']);
});

test('a late entry carries its own day', () => {
  const [matter] = matters;
  if (matter === undefined) throw new Error('no matter');
  const { person } = readPerson({ ...EMPTY_PERSON, name: '向翠莲' }, today);
  const on = '2026-11-20' as LocalDate;
  const made = registrationOf({ matter, person, materials: {}, on, today, despite: '', note: ' 停电补录 ', steps: [] });
  expect(made).toMatchObject({ on, note: '停电补录' });
  expect(made.steps).toEqual([]);
});

test('the ID number typed once tells birth, sex and age, and is kept in plain spelling', () => {
  const read = readPerson({ ...EMPTY_PERSON, idNumber: '11010519491231002x' }, today);
  expect(read.facts).toEqual({ birth: '1949-12-31', sex: 'female', age: 76 });
  expect(read.person).toMatchObject({ idNumber: '11010519491231002X', idVerified: true });
});

test('a number that does not check is kept as written and marked 待核, never refused', () => {
  const read = readPerson({ ...EMPTY_PERSON, idNumber: '110105194912310021' }, today);
  expect(read.person).toMatchObject({ idNumber: '110105194912310021', idVerified: false });
  expect(readPerson(EMPTY_PERSON, today).person).toMatchObject({ idNumber: null, idVerified: false });
});

test('an earlier case fills what is empty and leaves what is typed', () => {
  const { person } = readPerson({ ...EMPTY_PERSON, name: '向翠莲', phone: '13874512345', group: '3组' }, today);
  expect(fillFromEarlier({ ...EMPTY_PERSON, phone: '13900000000' }, person)).toMatchObject({
    name: '向翠莲',
    phone: '13900000000',
    group: '3组',
  });
});

test('earlier cases are looked for by a whole number, or by a name without one', () => {
  const look = (part: object) => {
    const draft = { ...EMPTY_PERSON, ...part };
    return earlierLookup(draft, readPerson(draft, today));
  };
  expect(look({ idNumber: '43122' })).toBeNull();
  expect(look({ idNumber: '11010519491231002X' })).toEqual({
    idNumber: '11010519491231002X',
    name: '',
    applicantKind: 'person',
    paper: 'resident-id',
  });
  expect(look({ name: '向' })).toBeNull();
  expect(look({ name: '向翠莲' })).toMatchObject({ idNumber: '', name: '向翠莲' });
  expect(look({ paper: 'passport', idNumber: 'e12345678' })).toMatchObject({
    idNumber: 'E12345678',
    paper: 'passport',
  });
  expect(look({ paper: 'passport', idNumber: 'e1' })).toBeNull();
});

test('a credit code in place of an ID number is recognised, and offered as a registration of its kind of body', () => {
  const draft = { ...EMPTY_PERSON, idNumber: '91350100m000100y43', name: '向翠莲' };
  const { rather, person } = readPerson(draft, today);
  expect(person).toMatchObject({ applicantKind: null, idVerified: false });
  expect(rather).toEqual({ kind: 'enterprise', paper: 'credit-code' });
  const taken = readPerson(takeKind(draft, 'enterprise', 'credit-code'), today);
  expect(taken.rather).toBeNull();
  expect(taken.facts).toBeNull();
  expect(taken.person).toMatchObject({
    applicantKind: 'enterprise',
    paper: null,
    idNumber: '91350100M000100Y43',
    idVerified: true,
  });
});

test('a mistyped ID number is never taken for a credit code', () => {
  const mistyped = invent(400, 5).flatMap(({ idNumber }) =>
    [...'0123456789'].map((digit) => `${idNumber.slice(0, 12)}${digit}${idNumber.slice(13)}`),
  );
  for (const idNumber of mistyped) expect(readPerson({ ...EMPTY_PERSON, idNumber }, today).rather).toBeNull();
});

test('a body is asked for its representative and contact, and what they were goes with another kind', () => {
  const body = takeKind({ ...EMPTY_PERSON, name: '大坪种植合作社' }, 'cooperative');
  expect(formLines(readPerson(body, today).of, false).flat()).toContain('legalRep');
  const back = takeKind({ ...body, legalRep: '向小明' }, 'person');
  expect(back).toMatchObject({ name: '大坪种植合作社', legalRep: '', paper: '' });
  expect(formLines(readPerson(back, today).of, false).flat()).toEqual(['name', 'phone', 'village', 'group', 'address']);
});

test('an agent is asked for where one comes, and is not taken over from an earlier case', () => {
  const { of, person } = readPerson({ ...EMPTY_PERSON, name: '向翠莲' }, today);
  expect(formLines(of, true).flat().slice(-4)).toEqual(['agent', 'agentRelation', 'agentNumber', 'agentPhone']);
  expect(hasAgent({ ...EMPTY_PERSON, name: '向翠莲' })).toBe(false);
  const earlier = { ...person, agent: '向小明', agentRelation: '子女' };
  expect(hasAgent(fillFromEarlier(EMPTY_PERSON, earlier))).toBe(false);
});

test('an unticked required material is missing, an unticked other one is not needed', () => {
  const matter = matters.find((each) => each.materials.some((item) => !item.required));
  if (matter === undefined) throw new Error('no matter with an optional material');
  const required = matter.materials.find((item) => item.required);
  const items = itemsOf(matter, {
    ...startMaterials(matter),
    [required?.name ?? '']: { name: required?.name ?? '', state: 'missing' },
  });
  expect(items.find((item) => item.name === required?.name)?.state).toBe('missing');
  expect(items.filter((item) => item.state === 'not-needed')).toHaveLength(
    matter.materials.filter((item) => !item.required).length,
  );
});

test('a village is named without the township we are in, and with any other', () => {
  expect(shortVillage('凉水井镇王家岭村', '凉水井镇便民服务中心')).toBe('王家岭村');
  expect(shortVillage('沅陵镇王家岭村', '凉水井镇便民服务中心')).toBe('沅陵镇王家岭村');
  expect(shortVillage(null, '凉水井镇便民服务中心')).toBe('');
});
