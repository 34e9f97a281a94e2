import type { components } from '../../api/schema';
import { dateText } from '../../dates';

type Schemas = components['schemas'];
type TargetOf = Pick<Schemas['TargetOfDto'], 'scope' | 'attribute' | 'value' | 'store_id'>;
type Standing = Pick<Schemas['StoreTargetDto'], 'met' | 'minutes_left' | 'gone_on' | 'ahead_us'>;

/** What a target is of: `all stores`, `region West`, `this store`. */
export function subjectText({ scope, attribute, value, store_id: storeId }: TargetOf): string {
  if (scope === 'attribute') return `${attribute ?? ''} ${value ?? ''}`;
  return scope === 'store' ? `store ${storeId ?? ''}` : 'all stores';
}

/** A share with two decimals, or as many as its target has: rounded down, so never up to a target that is missed. */
export function percentText(uptime: string | null, target: string | null): string {
  if (uptime === null) return '–';
  const [whole = '', fraction = ''] = uptime.split('.');
  const decimals = Math.max(2, target?.split('.')[1]?.length ?? 0);
  return `${whole}.${fraction.padEnd(decimals, '0').slice(0, decimals)}%`;
}

/** Whether a target is met, in words. */
export function metText({ met, ahead_us: ahead }: Standing): string {
  if (met === null) return 'no time counts yet';
  const isOver = ahead === 0;
  return met ? (isOver ? 'met' : 'met so far') : isOver ? 'missed' : 'not met so far';
}

/** What may still be lost: `126.00 min`, or by how much too much is lost. */
export function leftText({ minutes_left: left }: Standing): string {
  if (left === null) return '–';
  return left.startsWith('-') ? `none: ${left.slice(1)} min too many are lost` : `${left} min`;
}

/** When that is gone. */
export function goneText({ gone_on: gone, minutes_left: left }: Standing): string {
  if (gone === null) return 'not in this month, at the pace so far';
  return left?.startsWith('-') === true ? `since ${dateText(gone)}` : `${dateText(gone)}, at the pace so far`;
}

/** What is typed as a target, such as `99.95`; undefined if it is none. */
export function percentIn(text: string): string | undefined {
  const percent = text.trim().replace(/ *%$/, '');
  const isPercent = /^(?:100(?:\.0{1,6})?|[1-9]?[0-9](?:\.[0-9]{1,6})?)$/.test(percent) && Number(percent) > 0;
  return isPercent ? percent : undefined;
}

/** What a target means: `Of every ten hours open, about 3 min may be lost.` */
export function meaningText(percent: string): string {
  const seconds = (100 - Number(percent)) * 360;
  const most = seconds < 60 ? `${Number(seconds.toPrecision(2))} s` : `${Number((seconds / 60).toPrecision(3))} min`;
  return `Of every ten hours open, about ${most} may be lost.`;
}
