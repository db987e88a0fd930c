import { describe, expect, it } from 'vitest';
import { ghostCells } from './carry-down.ts';
import { CELL_LINE, rowHeight, shownReasons } from './row-layout.ts';
import { visibleRows } from './visible.ts';
import { stored, gridOf, typeRow, names } from './testing/grid.ts';

describe('typing slips', () => {
  it('carries date, group, matter and materials down, so that a second slip is name, number and phone', () => {
    const { store, service } = gridOf([]);
    typeRow(store, ['11-09', '舒满', '433022195708055431', '3组', '13800000001', '城乡居民医保参保登记', '户口簿']);
    expect(store.get().cursor.column).toBe('name');
    typeRow(store, ['向建松', '433022194808132559', '13800000002']);
    const second = store.get().rows[1];
    expect(second?.cells).toEqual({
      date: '11-09',
      name: '向建松',
      idNumber: '433022194808132559',
      group: '3组',
      phone: '13800000002',
      matter: '城乡居民医保参保登记',
      materials: '户口簿',
      note: '',
    });
    expect(second?.carried).toEqual(['date', 'group', 'matter', 'materials']);
    expect(store.get().cursor.column).toBe('name');
    expect([...service.values()].map((row) => row.cells.name)).toEqual(['舒满', '向建松']);
  });

  it('shows the carried values before anything is typed, and saves nothing for the blank last row', () => {
    const { store, service } = gridOf([stored('a', 0, { name: '舒满', date: '11-09', phone: '1' })]);
    expect(ghostCells(store.get().rows, 1)).toEqual({ date: '11-09' });
    store.dispatch({ do: 'goto', row: store.get().rows[1]?.id ?? '', column: 'note' });
    store.dispatch({ do: 'commit', move: 'enter' });
    expect(service.size).toBe(1);
  });

  it('drops carried materials when another matter is typed over the carried one', () => {
    const { store } = gridOf([stored('a', 0, { name: '舒满', matter: '医保', materials: '户口簿' })], {
      position: 1,
      column: 'name',
    });
    store.dispatch({ do: 'type', text: '向建松' });
    store.dispatch({ do: 'commit' });
    store.dispatch({ do: 'goto', row: store.get().cursor.row, column: 'matter' });
    store.dispatch({ do: 'type', text: '低保' });
    store.dispatch({ do: 'commit' });
    expect(store.get().rows[1]?.cells).toMatchObject({ matter: '低保', materials: '' });
  });

  it('takes nothing over from a row that was set aside', () => {
    const { store } = gridOf([stored('a', 0, { date: '11-08' }), stored('b', 1, { date: '11-09' }, 'dropped')]);
    expect(ghostCells(store.get().rows, 2)).toEqual({ date: '11-08' });
  });

  it('does not carry down what the check asks about', () => {
    const asked = stored('a', 0, { name: '舒满', date: '11-09', idNumber: '1' }, 'ask');
    const unclear = {
      ...asked,
      reasons: [{ code: 'date-impossible', message: '没有这一天', field: 'date', fixes: [] }],
    } as const;
    expect(ghostCells(gridOf([asked]).store.get().rows, 1)).toEqual({ date: '11-09' });
    expect(ghostCells(gridOf([unclear]).store.get().rows, 1)).toEqual({});
  });

  it('fills an earlier person in as one step, and one step back takes all of it away', () => {
    const { store, service } = gridOf([stored('a', 0, { name: '舒满' })], { position: 0, column: 'idNumber' });
    const cells = { idNumber: '433022195708055431', phone: '13800000001' };
    store.dispatch({ do: 'fill', row: 'a', column: 'idNumber', cells });
    expect(store.get().rows[0]?.carried).toEqual(['phone']);
    expect(service.get('a')?.cells).toMatchObject({ idNumber: '433022195708055431', phone: '13800000001' });
    store.dispatch({ do: 'undo' });
    expect(service.get('a')?.cells).toMatchObject({ idNumber: '', phone: '' });
  });

  it('copies the cell above with Ctrl+D', () => {
    const { store } = gridOf([stored('a', 0, { name: '舒满', phone: '138' }), stored('b', 1, { name: '舒长' })], {
      position: 1,
      column: 'phone',
    });
    store.dispatch({ do: 'copy-down' });
    expect(store.get().rows[1]?.cells.phone).toBe('138');
  });

  it('leaves the cell as it was on Esc', () => {
    const { store, service } = gridOf([stored('a', 0, { name: '舒满' })], { position: 0, column: 'name' });
    store.dispatch({ do: 'type', text: '别人' });
    store.dispatch({ do: 'cancel' });
    store.dispatch({ do: 'move', move: 'right' });
    expect(names(store)).toEqual(['舒满', '']);
    expect(service.get('a')?.cells.name).toBe('舒满');
  });
});

describe('a slip that is being typed', () => {
  it('is not complained of for what is still to come, until the cursor leaves it', () => {
    const { store } = gridOf([]);
    store.dispatch({ do: 'goto', row: store.get().cursor.row, column: 'name' });
    store.dispatch({ do: 'type', text: '舒满' });
    store.dispatch({ do: 'commit', move: 'enter' });
    const id = store.get().cursor.row;
    store.dispatch({ do: 'judged', rows: [stored(id, 0, { name: '舒满' }, 'ask')] });
    const [row] = store.get().rows;
    if (row === undefined) throw new Error('no row');
    expect(store.get().fresh).toBe(id);
    expect(shownReasons(row, true)).toEqual([]);
    expect(rowHeight(row, true)).toBe(CELL_LINE);
    store.dispatch({ do: 'move', move: 'down' });
    expect(store.get().fresh).toBe(null);
    expect(shownReasons(row, false)).toHaveLength(1);
    store.dispatch({ do: 'move', move: 'up' });
    expect(store.get().fresh).toBe(null);
  });
});

describe('rows', () => {
  it('opens where the agent was, also after the last row', () => {
    const rows = [stored('a', 0, { name: '甲' }), stored('b', 4, { name: '乙' })];
    expect(gridOf(rows, { position: 4, column: 'phone' }).store.get().cursor).toEqual({ row: 'b', column: 'phone' });
    const after = gridOf(rows, { position: 5, column: 'name' }).store.get();
    expect(after.cursor.row).toBe(after.rows.at(-1)?.id);
  });

  it('inserts a row and moves only the neighbours that are in the way', () => {
    const { store, service } = gridOf(
      [
        stored('a', 0, { name: '甲' }),
        stored('b', 1, { name: '乙' }),
        stored('c', 2, { name: '丙' }),
        stored('d', 9, { name: '丁' }),
      ],
      { position: 1, column: 'name' },
    );
    store.dispatch({ do: 'insert-row' });
    store.dispatch({ do: 'type', text: '新' });
    store.dispatch({ do: 'commit' });
    expect(names(store)).toEqual(['甲', '新', '乙', '丙', '丁', '']);
    expect(['b', 'c', 'd'].map((id) => service.get(id)?.position)).toEqual([2, 3, 9]);
  });

  it('brings a removed row back with Ctrl+Z', () => {
    const { store, service } = gridOf([stored('a', 0, { name: '甲' }), stored('b', 1, { name: '乙' })], {
      position: 0,
      column: 'name',
    });
    store.dispatch({ do: 'remove-row' });
    expect(service.has('a')).toBe(false);
    expect(store.get().cursor.row).toBe('b');
    store.dispatch({ do: 'undo' });
    expect(names(store)).toEqual(['甲', '乙', '']);
    expect(service.get('a')?.cells.name).toBe('甲');
    expect(store.get().cursor.row).toBe('a');
  });

  it('pastes several rows over the grid, adding rows as needed', () => {
    const { store, service } = gridOf([stored('a', 0, { name: '甲', phone: '1' })], { position: 0, column: 'name' });
    store.dispatch({ do: 'paste', rows: [{ name: '子' }, { name: '丑', phone: '2' }, { name: '寅', phone: '3' }] });
    expect(names(store)).toEqual(['子', '丑', '寅', '']);
    expect(store.get().rows[0]?.cells.phone).toBe('1');
    expect(store.get().rows[1]?.source).toBe('pasted');
    expect(service.size).toBe(3);
    store.dispatch({ do: 'undo' });
    expect(names(store)).toEqual(['甲', '']);
    expect(service.size).toBe(1);
  });

  it('does not undo what an import brought', () => {
    const { store } = gridOf([stored('a', 0, { name: '甲' })], { position: 0, column: 'name' });
    store.dispatch({ do: 'set', row: 'a', column: 'name', text: '子' });
    store.dispatch({ do: 'stored', rows: [stored('a', 0, { name: '子' }), stored('i', 1, { name: '入' })] });
    store.dispatch({ do: 'undo' });
    expect(names(store)).toEqual(['子', '入', '']);
  });

  it('keeps what was typed when an older answer arrives', () => {
    const { store } = gridOf([stored('a', 0, { name: '甲' })]);
    store.dispatch({ do: 'set', row: 'a', column: 'name', text: '子' });
    store.dispatch({ do: 'judged', rows: [stored('a', 0, { name: '甲' }, 'ask')] });
    expect(store.get().rows[0]).toMatchObject({ cells: { name: '子' }, judgement: { verdict: 'take' } });
  });
});

describe('rows that wait for a decision', () => {
  const rows = [
    stored('a', 0, { name: '甲' }),
    stored('b', 1, { name: '乙' }, 'ask'),
    stored('c', 2, { name: '丙' }),
    stored('d', 3, { name: '丁' }, 'refuse'),
  ];

  it('F8 goes round them and to the cell that the reason names', () => {
    const { store } = gridOf(rows);
    const seen = Array.from({ length: 3 }, () => {
      store.dispatch({ do: 'next-pending' });
      return store.get().cursor;
    });
    expect(seen).toEqual([
      { row: 'b', column: 'idNumber' },
      { row: 'd', column: 'matter' },
      { row: 'b', column: 'idNumber' },
    ]);
  });

  it('the filter shows them and the row under the cursor', () => {
    const { store } = gridOf(rows, { position: 2, column: 'name' });
    store.dispatch({ do: 'filter', problemsOnly: true });
    expect(visibleRows(store.get()).map((row) => row.id)).toEqual(['b', 'c', 'd']);
    store.dispatch({ do: 'move', move: 'up' });
    expect(store.get().cursor.row).toBe('b');
    expect(visibleRows(store.get()).map((row) => row.id)).toEqual(['b', 'd']);
  });
});
