import { Fragment } from 'preact';
import type { Schemas } from '../../api/client';
import { duration, whole } from '../../format';
import { goneText, leftText, metText, percentText } from './words';

interface Props {
  readonly month: Omit<Schemas['TargetGroupDto'], 'key' | 'percent' | `stores${string}`>;
  /** Undefined: there is none, or there are several. */
  readonly target: string | undefined;
  /** How many stores the estimate refers to; undefined: to the one store. */
  readonly storesWithSales?: number;
}

/** How a month stands to a target: met or not, what may still be lost, and when that is gone. */
export function Standing({ month, target, storesWithSales }: Props) {
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['Uptime', percentText(month.uptime_percent, target ?? null)],
    ['Lost so far', duration(month.downtime_us)],
    ...(month.met === null && month.left_us === null
      ? []
      : ([
          ['Target', `${target === undefined ? 'several' : `${target}%`}, ${metText(month)}`],
          ['May still be lost', leftText(month)],
          ['Gone', goneText(month)],
        ] as const)),
    ...(month.lost_sales_estimate === null
      ? []
      : ([
          [
            'Lost sales (estimate)',
            `${month.lost_sales_estimate}${storesWithSales === undefined ? '' : `, of ${whole(storesWithSales)} stores that say what they sell`}`,
          ],
        ] as const)),
  ];
  return (
    <dl class="pairs">
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
