/** What stands on the screen for a moment is not printed with the paper that is printed meanwhile. */
import { App, Button } from 'antd';
import { afterEach, expect, it } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import { sampleSite } from '../../test/pages/page/page.tsx';

const site = sampleSite('village');
const DONE = '已登记，请打印';

function Paper() {
  const { message, notification } = App.useApp();
  const tell = () => {
    void message.success({ content: DONE, duration: 0, key: DONE });
    notification.info({ title: DONE, duration: 0, key: DONE });
  };
  return <Button onClick={tell}>登记</Button>;
}

/** Of the browser's own protocol, which the provider does not describe. */
interface Protocol {
  send(method: string, params: Readonly<Record<string, string>>): Promise<unknown>;
}
const asMedia = (media: string) => (cdp() as unknown as Protocol).send('Emulation.setEmulatedMedia', { media });
afterEach(() => asMedia(''));

it('neither notices nor messages', async () => {
  site.show(() => <Paper />);
  await userEvent.click(page.getByRole('button', { name: '登记' }));
  await expect.element(page.getByText(DONE).first()).toBeVisible();
  expect(page.getByText(DONE).elements()).toHaveLength(2);
  await asMedia('print');
  for (const told of page.getByText(DONE).elements()) expect(told.checkVisibility()).toBe(false);
  await asMedia('screen');
  for (const told of page.getByText(DONE).elements()) expect(told.checkVisibility()).toBe(true);
});
