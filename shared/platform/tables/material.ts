/** up_pro_material: the papers of a case. One row a paper on its list. */
import { MATERIAL_FORMS, MATERIAL_STATES } from '../../case/materials.ts';
import type { MaterialItem } from '../../case/materials.ts';
import { columnsFor, type PlatformTable } from '../column.ts';
import type { CaseSource } from '../source.ts';

export interface MaterialSource extends CaseSource {
  readonly item: MaterialItem;
}

const { column, empty } = columnsFor<MaterialSource>();

const formOf = ({ fold, item, context }: MaterialSource): string | null =>
  (item.form && MATERIAL_FORMS[item.form]) ??
  context.matter(fold.matter)?.materials.find(({ name }) => name === item.name)?.form ??
  null;

export const MATERIAL: PlatformTable<MaterialSource> = {
  name: 'up_pro_material',
  label: '材料',
  columns: [
    column('project_no', { label: '办件编号', max: 50, from: ['registration.number'], of: ({ fold }) => fold.number }),
    column('material_name', {
      label: '材料名称',
      max: 200,
      from: ['material.name', 'received.materials', 'matter-corrected.materials'],
      of: ({ item }) => item.name,
    }),
    column('get_type', {
      label: '收取方式：收的原件或复印件，没有另记的按目录',
      max: 20,
      from: ['registration.matter', 'material.form'],
      of: formOf,
    }),
    column('get_num', {
      label: '份数',
      max: 3,
      from: ['material.copies'],
      of: ({ item }) => (item.copies === undefined ? null : String(item.copies)),
    }),
    column('get_state', {
      label: '已收、缺、不需要（国家表没有这一列）',
      max: 4,
      from: ['material.state'],
      of: ({ item }) => MATERIAL_STATES[item.state],
    }),
    empty('attach_name', '附件名称', 200, '不上传附件'),
  ],
};
