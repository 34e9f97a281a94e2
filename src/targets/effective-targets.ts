import type { TargetScope } from './target.entity';

/** What a target is of. */
export interface TargetSubject {
  readonly scope: TargetScope;
  /** Empty unless the scope is `attribute`. */
  readonly attributeKey: string;
  /** The value of the attribute, or the id of the store; empty for the fleet. */
  readonly subject: string;
}

/** A target that was set. */
export interface SetTarget extends TargetSubject {
  /** The attribute as it was first written; undefined unless the scope is `attribute`. */
  readonly attribute: string | undefined;
  /** In millionths of a percent. */
  readonly target: number;
}

/** The values of the attributes that targets are of, of one store; undefined: it has none. */
export type AttributeValueOf = (attributeKey: string) => string | undefined;

/**
 * Tells which target holds for a store: its own, else that of a value of an attribute, else that of the fleet. Of those of several
 * attributes the highest one holds, and of several as high the one of the attribute that comes first (docs/rules.md, R36).
 */
export class EffectiveTargets {
  private readonly stores = new Map<string, SetTarget>();
  private readonly values = new Map<string, Map<string, SetTarget>>();
  private readonly fleet: SetTarget | undefined;
  /** The attributes that targets are of, in their order. */
  readonly attributeKeys: readonly string[];

  constructor(targets: readonly SetTarget[]) {
    for (const target of targets) {
      if (target.scope === 'store') this.stores.set(target.subject, target);
      else if (target.scope === 'attribute') this.valuesOf(target.attributeKey).set(target.subject, target);
      else this.fleet = target;
    }
    this.attributeKeys = [...this.values.keys()].sort();
  }

  /** The target that holds for a store; undefined: none. */
  of(storeId: string, valueOf: AttributeValueOf): SetTarget | undefined {
    return this.stores.get(storeId) ?? this.ofAttributes(valueOf) ?? this.fleet;
  }

  private ofAttributes(valueOf: AttributeValueOf): SetTarget | undefined {
    let highest: SetTarget | undefined;
    for (const key of this.attributeKeys) {
      const found = this.values.get(key)?.get(valueOf(key) ?? '');
      if (found && found.target > (highest?.target ?? 0)) highest = found;
    }
    return highest;
  }

  private valuesOf(key: string): Map<string, SetTarget> {
    let values = this.values.get(key);
    if (!values) this.values.set(key, (values = new Map<string, SetTarget>()));
    return values;
  }
}
