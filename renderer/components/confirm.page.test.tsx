import { useState } from 'react';
import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { press } from '../../test/pages/page/keys.ts';
import { show } from '../../test/pages/page/page.tsx';
import { useConfirm } from './confirm.tsx';

/** A page with a button that asks first; beside it what was answered. */
function Asking({ danger }: { readonly danger: boolean }) {
  const confirm = useConfirm();
  const [answer, setAnswer] = useState('还没有');
  const ask = async () => setAnswer((await confirm({ title: '真的作废吗？', yes: '作废', danger })) ? '要' : '不要');
  return (
    <main>
      <button type="button" onClick={() => void ask()} data-testid="ask">
        作废
      </button>
      <output data-testid="answer">{answer}</output>
    </main>
  );
}

const answer = () => page.getByTestId('answer');

async function ask(danger: boolean): Promise<void> {
  show(<Asking danger={danger} />);
  await userEvent.click(page.getByTestId('ask'));
  await expect.element(page.getByTestId(danger ? 'confirm-no' : 'confirm-yes')).toHaveFocus();
}

it('Enter says yes where nothing is lost by it', async () => {
  await ask(false);
  await press('Enter');
  await expect.element(answer()).toHaveTextContent('要');
});

it('Enter says no where the yes is dangerous', async () => {
  await ask(true);
  await press('Enter');
  await expect.element(answer()).toHaveTextContent('不要');
});

it.each([false, true])('Escape says no (dangerous: %s)', async (danger) => {
  await ask(danger);
  await press('Escape');
  await expect.element(answer()).toHaveTextContent('不要');
});

it('the dangerous yes is reached by Tab', async () => {
  await ask(true);
  await press('Tab');
  await expect.element(page.getByTestId('confirm-yes')).toHaveFocus();
  await press('Enter');
  await expect.element(answer()).toHaveTextContent('要');
});

it.each(['Enter', 'Escape'])('after %s keys go on where they were', async (key) => {
  await ask(false);
  await press(key);
  await expect.element(page.getByText('真的作废吗？')).not.toBeInTheDocument();
  await expect.element(page.getByTestId('ask')).toHaveFocus();
});
