/** Cases: lists, one case, registration, steps and remarks. */
import type { clientMethods } from '../../shared/api/client.ts';
import type { Handlers } from '../../shared/api/contract.ts';
import { ApiError } from '../../shared/api/errors.ts';
import { type Limit, limitEnd } from '../../shared/calendar/limit.ts';
import { applicantOf } from '../../shared/person/applicant.ts';
import { countLists, everyCase, getCase, listCases } from '../../store/projection/cases.ts';
import { offeredPapers } from '../cases/offered-papers.ts';
import { earlierPersons } from '../../store/projection/persons.ts';
import { correctMatter, correctStep, undoStep } from '../cases/correct.ts';
import { exportCases } from '../cases/export.ts';
import { asKept } from '../cases/person.ts';
import { beyondOf, currentCase, detailOf, earlierPerson, listContext, rowOf } from '../cases/read.ts';
import { registerCase, registerJoint } from '../cases/register.ts';
import { addRemark, appendStep, checkDay, takeStep } from '../cases/take-step.ts';
import { type DeskContext, deskOf, stepBy } from './context.ts';

type Methods = Pick<
  typeof clientMethods,
  | 'cases.counts'
  | 'cases.list'
  | 'cases.get'
  | 'cases.beyond'
  | 'cases.papers'
  | 'cases.person'
  | 'cases.register'
  | 'cases.due'
  | 'cases.step'
  | 'cases.receiveMany'
  | 'cases.remark'
  | 'cases.registerJoint'
  | 'cases.correct'
  | 'cases.correctMatter'
  | 'cases.undo'
  | 'cases.export'
>;

export const caseHandlers = {
  'cases.counts': (_input, context) => {
    const desk = deskOf(context);
    return countLists(desk.file, listContext(desk));
  },

  'cases.list': (query, context) => {
    const desk = deskOf(context);
    const page = listCases(desk.file, { ...query, ...listContext(desk) });
    return { ...page, rows: page.rows.map((record) => rowOf(desk, record)) };
  },

  'cases.get': (input, context) => {
    const desk = deskOf(context);
    return detailOf(desk, currentCase(desk, input.case));
  },

  'cases.beyond': (input, context) => beyondOf(deskOf(context), input),

  'cases.person': ({ matter, on, ...typed }, context) => {
    const desk = deskOf(context);
    const found = earlierPersons(desk.file, {
      idNumber: asKept(desk, 'idNumber', typed),
      paper: applicantOf(typed).paper,
      name: asKept(desk, 'name', typed),
      matter,
      on: on ?? desk.today(),
    });
    return found.map((each) => earlierPerson(desk, each));
  },

  'cases.papers': ({ matter: code, on, ...typed }, context) => {
    const desk = deskOf(context);
    const matter = desk.catalogue.matter(code);
    if (matter === undefined) throw new ApiError('bad-input', '目录里没有这个事项。', 'matter');
    const { kind, paper } = applicantOf(typed);
    const idNumber = asKept(desk, 'idNumber', typed);
    return offeredPapers(desk, matter, { idNumber, applicantKind: kind, paper }, on ?? desk.today());
  },

  'cases.register': (input, context) => {
    const desk = deskOf(context);
    const made = registerCase(desk, input, stepBy(context));
    return { case: made.fold.case, number: made.number, detail: detailOf(desk, made) };
  },

  'cases.registerJoint': (input, context) => ({ cases: registerJoint(deskOf(context), input, stepBy(context)) }),

  'cases.due': ({ matter, on }, context) => {
    const desk = deskOf(context);
    const found = desk.catalogue.matter(matter);
    if (found === undefined) throw new ApiError('bad-input', '目录里没有这个事项。', 'matter');
    const start = checkDay(desk, on);
    const dueOf = (limit: Limit) => {
      const { date, estimated } = limitEnd(desk.calendar, start, limit);
      return { dueOn: date, estimated };
    };
    return { ...dueOf(found.promised), legal: found.legal && dueOf(found.legal) };
  },

  'cases.step': (input, context) => {
    const desk = deskOf(context);
    const after = takeStep(desk, input.case, input.heads, input.step, stepBy(context), input.on);
    return detailOf(desk, after);
  },

  'cases.receiveMany': ({ cases }, context) => {
    const desk = deskOf(context);
    const by = stepBy(context);
    const received = desk.ledger.transaction(
      () =>
        cases.filter((id) => {
          const record = getCase(desk.file, id);
          // Returned, withdrawn or received at another machine in the meantime: left as it is and counted as skipped.
          if (record === null || record.state !== 'handed-over' || record.disputed) return false;
          const window = desk.catalogue.matter(record.matter)?.window ?? record.window;
          appendStep(desk, currentCase(desk, id), { type: 'received', data: { window } }, by, desk.today());
          return true;
        }).length,
    );
    desk.wrote('cases');
    return { received, skipped: cases.length - received };
  },

  'cases.remark': (input, context) => {
    const desk = deskOf(context);
    return detailOf(desk, addRemark(desk, input.case, input.about, input.remark, stepBy(context)));
  },

  'cases.correct': (input, context) => {
    const desk = deskOf(context);
    return detailOf(desk, correctStep(desk, input, stepBy(context)));
  },

  'cases.correctMatter': (input, context) => {
    const desk = deskOf(context);
    return detailOf(desk, correctMatter(desk, input, stepBy(context)));
  },

  'cases.undo': (input, context) => {
    const desk = deskOf(context);
    return detailOf(desk, undoStep(desk, input, stepBy(context)));
  },

  'cases.export': (filter, context) => {
    const desk = deskOf(context);
    return exportCases(desk, everyCase(desk.file, { ...filter, ...listContext(desk) }), filter.list);
  },
} satisfies Handlers<Methods, DeskContext>;
