/** The enrolled machines, and the way to shut one out. */
import { Alert, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import type { DeviceRow } from '../../shared/api/county.ts';
import type { LocalDate } from '../../shared/base/brands.ts';
import { Field } from '../components/field.tsx';
import { EmptyNote, ErrorNote, Loaded } from '../components/notes.tsx';
import { SearchField } from '../components/search-field.tsx';
import { Tag } from '../components/tags.tsx';
import { whenWords } from '../components/when-words.ts';
import { useAction, useAnswer } from './county-hooks.ts';
import { TEXTS } from './texts.ts';
import { agoWords } from './time-words.ts';

const words = TEXTS.devices;

export function DevicesView({ today }: { readonly today: LocalDate }) {
  const devices = useAnswer('county.devices', {});
  const [filter, setFilter] = useState('');
  const [revoking, setRevoking] = useState<DeviceRow | null>(null);
  const wanted = filter.trim();
  return (
    <section className="cc-figures" data-testid="devices">
      <div className="cc-tools">
        <SearchField
          className="cc-filter"
          placeholder={words.filter}
          value={filter}
          onChange={setFilter}
          testId="devices-filter"
        />
      </div>
      <Loaded answer={devices} lines={10}>
        {(found) => {
          const shown = found.filter(
            ({ placeName, machine }) => wanted === '' || placeName.includes(wanted) || machine.includes(wanted),
          );
          return shown.length === 0 ? (
            <EmptyNote text={words.none} />
          ) : (
            <DeviceTable devices={shown} today={today} onRevoke={setRevoking} />
          );
        }}
      </Loaded>
      {revoking !== null && (
        <Revoke
          device={revoking}
          onClose={() => setRevoking(null)}
          onDone={() => {
            setRevoking(null);
            void devices.refetch();
          }}
        />
      )}
    </section>
  );
}

interface DeviceTableProps {
  readonly devices: readonly DeviceRow[];
  readonly today: LocalDate;
  readonly onRevoke: (device: DeviceRow) => void;
}

function DeviceTable({ devices, today, onRevoke }: DeviceTableProps) {
  return (
    <div className="cc-scroll">
      <table className="cc-table" data-testid="device-table">
        <thead>
          <tr>
            {Object.entries(words.columns).map(([key, title]) => (
              <th key={key} data-key={key}>
                {title}
              </th>
            ))}
            <th aria-hidden="true" />
          </tr>
        </thead>
        <tbody>
          {devices.map((device) => (
            <tr
              key={device.device}
              data-testid="device-row"
              data-device={device.device}
              data-revoked={device.revokedAt !== null}
            >
              <th scope="row">{device.placeName}</th>
              <td className="cc-text">{device.machine}</td>
              <td className="cc-text bm-num">{device.station}</td>
              <td className="cc-text bm-num">{whenWords(device.enrolledAt)}</td>
              <td className="cc-text bm-num">
                {device.lastSeen === null ? TEXTS.sites.never : agoWords(device.lastSeen, today)}
              </td>
              <td className="cc-text bm-num">{device.version ?? TEXTS.sites.unknown}</td>
              <td className="cc-text">
                <DeviceState device={device} />
              </td>
              <td>
                {device.revokedAt === null && (
                  <Button size="small" danger onClick={() => onRevoke(device)} data-testid="revoke">
                    {words.revoke}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DeviceState({ device }: { readonly device: DeviceRow }) {
  if (device.revokedAt !== null)
    return <Tag tone="quiet" text={words.states.revoked} title={whenWords(device.revokedAt)} />;
  if (device.cloneSuspected) return <Tag tone="bad" text={words.states.cloned} title={words.clonedHint} />;
  return <Tag tone="good" text={words.states.good} />;
}

interface RevokeProps {
  readonly device: DeviceRow;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const revokeId = { 'data-testid': 'revoke-confirm' } as const;

function Revoke({ device, onClose, onDone }: RevokeProps) {
  const [reason, setReason] = useState('');
  const revoke = useAction('county.revoke', { done: words.revoked, quiet: true });
  const go = async () => {
    if ((await revoke.run({ device: device.device, reason: reason.trim() })) !== null) onDone();
  };
  return (
    <Modal
      open
      title={`${words.revokeTitle(device.machine)} · ${device.placeName}`}
      onCancel={onClose}
      mask={{ closable: false }}
      okText={words.revoke}
      cancelText={TEXTS.cases.cancel}
      okButtonProps={{ ...revokeId, danger: true, disabled: reason.trim() === '', loading: revoke.busy }}
      onOk={() => void go()}
    >
      <Alert className="cc-dialog-hint" type="warning" showIcon title={words.revokeHint} />
      <Field label={words.reason} required>
        <Input.TextArea
          autoFocus
          rows={3}
          maxLength={200}
          aria-label={words.reason}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          data-testid="revoke-reason"
        />
      </Field>
      {revoke.error !== null && <ErrorNote error={revoke.error} />}
    </Modal>
  );
}
