import { useQuery } from '@tanstack/preact-query';
import { api, dataOf, type Schemas } from '../../api/client';
import { duration, earlier, share, whole } from '../../format';
import { Loaded } from '../../ui/loaded';

const HOUR = 3_600_000;
const WINDOWS = [
  ['Last hour', HOUR],
  ['Last day', 24 * HOUR],
  ['Last week', 168 * HOUR],
] as const;

interface Props {
  readonly storeId: string;
  readonly asOf: string;
  readonly defaultStatus: 'active' | 'inactive' | undefined;
}

/** The figures of a store as in a report, but to the second. */
export function Figures({ storeId, asOf, defaultStatus }: Props) {
  const windows = useQuery({
    queryKey: ['figures', storeId, asOf, defaultStatus],
    queryFn: () =>
      Promise.all(WINDOWS.map(([, length]) => figuresOf(storeId, earlier(asOf, length), asOf, defaultStatus))),
  });
  return (
    <section class="card" aria-labelledby="figures">
      <h2 id="figures">Figures</h2>
      <Loaded query={windows}>
        {(found) =>
          WINDOWS.map(([name], index) => {
            const figures = found[index];
            return figures && <Window key={name} name={name} figures={figures} />;
          })
        }
      </Loaded>
    </section>
  );
}

function figuresOf(storeId: string, from: string, to: string, default_status: Props['defaultStatus']) {
  return dataOf(
    api.GET('/stores/{store_id}/uptime', {
      params: { path: { store_id: storeId }, query: { from, to, default_status } },
    }),
  );
}

function Window({ name, figures }: { readonly name: string; readonly figures: Schemas['UptimeDto'] }) {
  const { uptime_share, uptime_us, downtime_us, business_us, observation_count } = figures;
  return (
    <div class="window">
      <h3>
        {name} <strong>{share(uptime_share)}</strong>
      </h3>
      {business_us === 0 ? (
        <p class="quiet">No business time.</p>
      ) : (
        <dl class="pairs">
          <dt>Up</dt>
          <dd>{duration(uptime_us)}</dd>
          <dt>Down</dt>
          <dd>{duration(downtime_us)}</dd>
          <dt>Open</dt>
          <dd>{duration(business_us)}</dd>
          <dt>Observations</dt>
          <dd>{observation_count === null ? 'not kept' : whole(observation_count)}</dd>
        </dl>
      )}
    </div>
  );
}
