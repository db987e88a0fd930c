import { useState } from 'react';
import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { press, type } from '../../test/pages/page/keys.ts';
import { show } from '../../test/pages/page/page.tsx';
import type { LocalDate } from '../../shared/base/brands.ts';
import { DateField } from './date-field.tsx';
import { DATE_TEXTS } from './texts.ts';

const TODAY = '2026-11-24' as LocalDate;

/** The field as a form has it, with what the form was told last beside it. */
function Form({ lean = 'past' }: { readonly lean?: 'past' | 'future' }) {
  const [day, setDay] = useState<LocalDate | null>(TODAY);
  return (
    <>
      <DateField label="哪一天" value={day} today={TODAY} lean={lean} onChange={setDay} />
      <output data-testid="told">{day ?? '没有'}</output>
    </>
  );
}

const field = () => page.getByTestId('date');
const told = () => page.getByTestId('told');

async function fill(text: string): Promise<void> {
  await userEvent.tripleClick(field());
  await type(text);
}

it.each([
  ['1123', '2026-11-23'],
  ['11-3', '2026-11-03'],
  ['2026.11.23', '2026-11-23'],
  ['2025年12月31日', '2025-12-31'],
  ['20251231', '2025-12-31'],
  ['+5', '2026-11-29'],
  // The first of December is to come: what has happened was last year.
  ['1201', '2025-12-01'],
])('%s, typed and left, is told as %s, and that stands in the field', async (text, day) => {
  show(<Form />);
  await fill(text);
  await press('Tab');
  await expect.element(told()).toHaveTextContent(day);
  await expect.element(field()).toHaveValue(day);
});

it('a deadline without a year is the next such day', async () => {
  show(<Form lean="future" />);
  await fill('1201');
  await press('Tab');
  await expect.element(told()).toHaveTextContent('2026-12-01');
});

it('Enter reads the day without leaving the field', async () => {
  show(<Form />);
  await fill('1120');
  await press('Enter');
  await expect.element(field()).toHaveValue('2026-11-20');
  await expect.element(field()).toHaveFocus();
  await expect.element(page.getByText(DATE_TEXTS.weekdays[5] as string)).toBeVisible();
});

it('what is no day is said, stays as it was typed, and is no day for the form', async () => {
  show(<Form />);
  await fill('20260230');
  await press('Tab');
  await expect.element(page.getByText(DATE_TEXTS.unread)).toBeVisible();
  await expect.element(field()).toHaveValue('20260230');
  await expect.element(told()).toHaveTextContent('没有');
});

it('a day that was wrong and is typed anew is read again', async () => {
  show(<Form />);
  await fill('99');
  await press('Tab');
  await expect.element(told()).toHaveTextContent('没有');
  await fill('1119');
  await press('Tab');
  await expect.element(told()).toHaveTextContent('2026-11-19');
  await expect.element(page.getByText(DATE_TEXTS.unread)).not.toBeInTheDocument();
});
