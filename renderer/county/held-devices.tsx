/** All that waits because of one device, decided together: part by part, so that the hub goes on with its other work in between. */
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import type { HeldDevice } from '../../shared/api/county-held.ts';
import { EmptyNote, Loaded } from '../components/notes.tsx';
import { whenWords } from '../components/when-words.ts';
import { useAction, useAnswer } from './county-hooks.ts';
import { AskDecision, type HeldDecision } from './held-decision.tsx';
import { TEXTS } from './texts.ts';

const words = TEXTS.held;
const of = words.byDevice;
const nameOf = ({ placeName, machine }: HeldDevice): string => [placeName, machine].filter(Boolean).join(' ');

interface DeviceDecisionProps {
  readonly by: string;
  readonly onBy: (by: string) => void;
  readonly onClose: () => void;
}

export function HeldDevices({ by, onBy, onClose }: DeviceDecisionProps) {
  const held = useAnswer('county.heldDevices', {});
  const [choice, setChoice] = useState<{ device: HeldDevice; decision: HeldDecision } | null>(null);
  return (
    <>
      <Modal open width={860} title={of.title} footer={null} onCancel={onClose}>
        <p className="cc-note">{of.hint}</p>
        <Loaded answer={held}>
          {(found) =>
            found.length === 0 ? (
              <EmptyNote text={of.none} />
            ) : (
              <HeldTable held={found} onChoose={(device, decision) => setChoice({ device, decision })} />
            )
          }
        </Loaded>
      </Modal>
      {choice !== null && (
        <DecideDevice
          {...choice}
          by={by}
          onBy={onBy}
          onClose={() => {
            setChoice(null);
            void held.refetch();
          }}
        />
      )}
    </>
  );
}

interface HeldTableProps {
  readonly held: readonly HeldDevice[];
  readonly onChoose: (device: HeldDevice, decision: HeldDecision) => void;
}

function HeldTable({ held, onChoose }: HeldTableProps) {
  return (
    <div className="cc-scroll cc-held">
      <table className="cc-table" data-testid="held-devices">
        <thead>
          <tr>
            <th className="cc-text">{of.columns.device}</th>
            <th className="cc-text">{of.columns.ledgers}</th>
            <th>{of.columns.amount}</th>
            <th aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {held.map((row) => (
            <tr key={row.device} data-testid="held-device" data-device={row.device}>
              <th scope="row">
                {nameOf(row)}
                {row.revokedAt !== null && (
                  <span className="bm-quiet"> {words.revokedAt(whenWords(row.revokedAt))}</span>
                )}
              </th>
              <td className="cc-text" title={row.ledgerNames.join('、')}>
                {of.ledgers(row.ledgerNames)}
              </td>
              <td className="bm-num">{of.amount(row.groups, row.events)}</td>
              <td>
                <span className="cc-pair">
                  <Button size="small" onClick={() => onChoose(row, 'keep-out')} data-testid="device-keep-out">
                    {words.keepOut}
                  </Button>
                  <Button size="small" type="primary" onClick={() => onChoose(row, 'admit')} data-testid="device-admit">
                    {words.admit}
                  </Button>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface DecideDeviceProps extends DeviceDecisionProps {
  readonly device: HeldDevice;
  readonly decision: HeldDecision;
}

function DecideDevice({ device, decision, by, onBy, onClose }: DecideDeviceProps) {
  const { message } = App.useApp();
  const decide = useAction('county.decideDevice', { quiet: true });
  const [left, setLeft] = useState<number | null>(null);
  const [title, done] = decision === 'admit' ? [of.admitTitle, words.admitted] : [of.keepOutTitle, words.keptOut];
  const send = async (said: { readonly by: string; readonly reason: string }) => {
    let events = 0;
    setLeft(device.groups);
    for (;;) {
      const part = await decide.run({ device: device.device, seenTo: device.seenTo, decision, ...said });
      if (part === null) return setLeft(null);
      events += part.events;
      setLeft(part.left);
      if (part.left > 0) continue;
      void message.success(done(events));
      if (part.nowhere > 0) void message.warning(of.nowhere(part.nowhere), 8);
      return onClose();
    }
  };
  return (
    <AskDecision
      decision={decision}
      title={title(nameOf(device), device.groups, device.events)}
      by={by}
      onBy={onBy}
      onClose={onClose}
      busy={decide.busy || left !== null}
      error={decide.error}
      progress={left === null ? null : of.progress(left)}
      onSend={send}
    />
  );
}
