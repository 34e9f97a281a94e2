import type { Schemas } from '../../api/client';
import { instant, whole } from '../../format';
import { usePinnedHref } from '../../route';

/** The fleet's figures; each count links to the stores behind it. */
export function Tiles({ fleet }: { readonly fleet: Schemas['FleetDto'] }) {
  const href = usePinnedHref();
  return (
    <dl class="tiles">
      <Tile name="Stores" value={whole(fleet.stores)} to={href(['stores'])} />
      <Tile
        name="Active"
        value={whole(fleet.active)}
        to={href(['stores'], { status: 'active' })}
        note={fleet.never_observed > 0 ? `${whole(fleet.never_observed)} never polled` : undefined}
      />
      <Tile name="Inactive" value={whole(fleet.inactive)} to={href(['stores'], { status: 'inactive' })} />
      <Tile
        name="Open now"
        value={whole(fleet.open_now)}
        to={href(['stores'], { open: 'true' })}
        note={fleet.without_hours > 0 ? `${whole(fleet.without_hours)} without hours` : undefined}
      />
      <Tile name="Last observed" value={instant(fleet.latest_observed_at)} isText />
    </dl>
  );
}

interface TileProps {
  readonly name: string;
  readonly value: string;
  readonly to?: string;
  readonly note?: string | undefined;
  readonly isText?: boolean;
}

function Tile({ name, value, to, note, isText = false }: TileProps) {
  return (
    <div class="tile">
      <dt>{name}</dt>
      <dd class={isText ? 'text' : undefined}>{to === undefined ? value : <a href={to}>{value}</a>}</dd>
      {note !== undefined && <dd class="quiet">{note}</dd>}
    </div>
  );
}
