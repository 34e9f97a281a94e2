import type { Schemas } from '../../../api/client';
import { Archive } from './archive';
import { Closures } from './closures';
import { ScheduleHistory } from './history';
import { HoursForm } from './hours-form';
import { Remove } from './remove';
import { SpecialDates } from './special-dates';
import { ZoneForm } from './zone-form';

/** When a store is open: what is in force, forms to change it, and what changed. */
export function Schedule({ store }: { readonly store: Schemas['SingleStoreDto'] }) {
  return (
    <>
      <div class="columns">
        <section class="card" aria-labelledby="schedule">
          <h2 id="schedule">Time zone and business hours</h2>
          <p class="quiet">
            A change with a date is in force from that date on. One without a date holds for past times too. Finished
            reports stay as they are.
          </p>
          <ZoneForm store={store} />
          <HoursForm store={store} />
        </section>
        <section class="card" aria-labelledby="exceptions">
          <h2 id="exceptions">Special dates and closures</h2>
          <SpecialDates store={store} />
          <Closures store={store} />
        </section>
      </div>
      <section class="card" aria-labelledby="end">
        <h2 id="end">When the store is given up</h2>
        <div class="columns">
          <Archive store={store} />
          <Remove store={store} />
        </div>
      </section>
      <ScheduleHistory storeId={store.store_id} />
    </>
  );
}
