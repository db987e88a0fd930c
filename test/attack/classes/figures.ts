import { rawAnswer, statusesIn } from '../../raw-line.ts';
import { type AttackClass, when } from '../attack.ts';

/** What proxies add, and what a stranger adds in their place. */
const PASSED_ON = [
  'x-forwarded-for: 127.0.0.1',
  'forwarded: for=127.0.0.1',
  'via: 1.1 proxy',
  'x-real-ip: 127.0.0.1',
  'x-forwarded-host: 127.0.0.1',
  'x-forwarded-proto: https',
];
const HOSTS = ['evil.example', '127.0.0.1.evil.example', ''];
const PATHS = ['/metrics', '/metrics?x=1', '//metrics', '/metrics/', '/METRICS', '/%6detrics', '/county/../metrics'];

export const figures: AttackClass = {
  name: 'figures',
  attacked: 'the hub’s figures, by clients on other machines: at the front door, through a proxy, by another name',
  through: 'a figure',
  async play({ county, draw, attack, brief }) {
    const { hub } = county;
    for (let n = 0; n < (brief ? 12 : 40); n += 1) {
      const atFront = draw.int(0, 1) === 0;
      const headers = draw.some(PASSED_ON, draw.int(atFront ? 0 : 1, 3));
      const address = atFront ? hub.address : hub.consoleAddress;
      const byName = !atFront && draw.int(0, 1) === 0;
      const host = byName ? draw.oneOf(HOSTS) : new URL(address).host;
      const path = draw.oneOf(PATHS);
      const head = [`GET ${path} HTTP/1.1`, `host: ${host}`, ...(byName ? [] : headers), 'connection: close', '', ''];
      await attack(`${path} ${atFront ? 'at the front door' : 'at the console'}`, async () => {
        const said = await rawAnswer(address, head.join('\r\n'));
        const [status = 0] = statusesIn(said);
        return when(status === 200 || /bianmin_\w+ \d/.test(said), `answered ${status}`);
      });
    }
  },
};
