/** up_pro_accept: who applies for what, where, and by when. One row a case, from its receipt at the centre on. */
import { applicantOf, isBody } from '../../person/applicant.ts';
import { APPLICANT_CODES, KIND_CODES, PAPER_CODES } from '../codes.ts';
import { columnsFor, type PlatformTable } from '../column.ts';
import type { CaseSource } from '../source.ts';

const { column, empty } = columnsFor<CaseSource>();

const matterOf = ({ fold, context }: CaseSource) => context.matter(fold.matter);
const body = ({ fold }: CaseSource) => isBody(applicantOf(fold.person));

function handler({ fold, context }: CaseSource): string | null {
  const by = fold.receivedBy;
  return by === null ? null : (context.staffName(by.place, by.staff) ?? by.staff);
}

export const ACCEPT: PlatformTable<CaseSource> = {
  name: 'up_pro_accept',
  label: '申办与受理',
  columns: [
    column('project_no', {
      label: '办件编号',
      max: 50,
      from: ['registration.number', 'renumbered.number'],
      of: ({ fold }) => fold.number,
    }),
    empty('catalog_code', '事项基本编码', 12, '目录里还没有国家编码'),
    empty('task_code', '事项实施编码', 36, '目录里还没有国家编码'),
    empty('task_handle_item', '业务办理项编码', 50, '目录里还没有国家编码'),
    column('local_task_code', {
      label: '本地事项编码',
      max: 50,
      from: ['registration.matter', 'matter-corrected.matter'],
      of: ({ fold }) => fold.matter,
    }),
    column('task_name', {
      label: '事项名称',
      max: 200,
      from: ['registration.matter'],
      of: (of) => matterOf(of)?.name ?? of.fold.matter,
    }),
    column('task_version', {
      label: '目录版本',
      max: 80,
      from: ['terms.catalogue', 'matter-corrected.terms'],
      of: ({ fold }) => fold.terms.catalogue,
    }),
    column('project_type', {
      label: '办件类型：1 即办件，2 承诺件',
      max: 2,
      from: ['terms.kind'],
      of: ({ fold }) => KIND_CODES[fold.terms.kind],
    }),
    column('project_name', {
      label: '办件摘要',
      max: 200,
      from: ['registration.matter', 'person.name'],
      of: (of) => `${of.fold.person.name}：${matterOf(of)?.name ?? of.fold.matter}`,
    }),
    column('applyer_name', {
      label: '申请人',
      max: 200,
      from: ['person.name', 'amended.field', 'amended.to'],
      of: ({ fold }) => fold.person.name,
    }),
    column('applyer_type', {
      label: '申请人类型代码',
      max: 2,
      from: ['person.applicantKind'],
      of: ({ fold }) => APPLICANT_CODES[applicantOf(fold.person).kind],
    }),
    column('applyer_page_type', {
      label: '申请人证件类型',
      max: 3,
      from: ['person.paper'],
      of: ({ fold }) => PAPER_CODES[applicantOf(fold.person).paper],
    }),
    column('applyer_page_code', {
      label: '申请人证件号码',
      max: 50,
      from: ['person.idNumber'],
      of: ({ fold }) => fold.person.idNumber,
    }),
    column('contact_name', {
      label: '联系人：单位的联系人，没有的为代理人，再没有的为申请人本人',
      max: 100,
      from: ['person.contact', 'person.agent', 'person.name'],
      of: (of) => of.fold.person.contact ?? of.fold.person.agent ?? (body(of) ? null : of.fold.person.name),
    }),
    empty('contact_type', '联系人证件类型', 3, '联系人只登记号码，不登记是哪种证件'),
    column('contact_code', {
      label: '联系人证件号码',
      max: 50,
      from: ['person.contactNumber', 'person.agentNumber'],
      of: ({ fold: { person } }) => person.contactNumber ?? person.agentNumber,
    }),
    column('contact_mobile', {
      label: '联系人的电话',
      max: 20,
      from: ['person.phone', 'person.agentPhone'],
      of: ({ fold: { person } }) => person.phone ?? person.agentPhone,
    }),
    column('legal', {
      label: '法定代表人姓名',
      max: 100,
      from: ['person.legalRep'],
      of: ({ fold }) => fold.person.legalRep,
    }),
    column('apply_type', {
      label: '申请方式：0 窗口，8 村里代办',
      max: 1,
      from: ['proxy-received.slip'],
      of: ({ fold }) => (fold.proxied ? '8' : '0'),
    }),
    column('apply_date', { label: '申请日期', max: 10, from: ['event.on'], of: ({ fold }) => fold.on }),
    column('accept_date', {
      label: '受理日期，视同受理的为法定之日',
      max: 10,
      from: ['event.on', 'terms.tellWithin'],
      of: ({ days }) => days.acceptedOn,
    }),
    column('promise_date', {
      label: '承诺期限，停止计时的为空',
      max: 10,
      from: ['terms.promised', 'terms.promisedScope', 'terms.uncounted', 'terms.decidedBy'],
      of: ({ days }) => days.dueOn,
    }),
    column('legal_date', {
      label: '法定期限，没有或停止计时的为空',
      max: 10,
      from: ['terms.legal'],
      of: ({ days }) => days.legalDueOn,
    }),
    column('org_code', { label: '受理机构代码', max: 64, from: ['event.by'], of: ({ centre }) => centre }),
    column('org_name', {
      label: '受理机构',
      max: 200,
      from: ['event.by'],
      of: ({ centre, context }) => context.placeName(centre),
    }),
    column('handle_user_name', { label: '收件人员', max: 100, from: ['event.by'], of: handler }),
    empty('accept_doc_no', '受理通知书文号', 80, '文号写在纸上，办件里不登记'),
    column('address', {
      label: '申请人地址：村、组、详细地址',
      max: 200,
      from: ['person.village', 'person.group', 'person.address'],
      of: ({ fold: { person }, context }) =>
        [person.village && context.placeName(person.village), person.group, person.address].filter(Boolean).join('') ||
        null,
    }),
    empty('zip', '邮政编码', 6, '不登记邮政编码'),
    column('memo', {
      label: '登记时的备注',
      max: 500,
      from: ['registration.note', 'received.note'],
      of: ({ fold }) => fold.note,
    }),
  ],
};
