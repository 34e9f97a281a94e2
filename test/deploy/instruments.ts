/** A metric as the source declares it. */
export interface Instrument {
  /** Without the prefix that all metrics have. */
  readonly name: string;
  readonly kind: string;
  readonly labels: readonly string[];
}

/** The metrics that a source file declares. */
export function instrumentsIn(source: string): Instrument[] {
  return [...source.matchAll(DECLARATION)].map(([, kind = '', name = '', labels = '']) => ({
    name,
    kind,
    labels: [...labels.matchAll(/'(\w+)'/g)].map(([, label = '']) => label),
  }));
}

/** The function, the name, the help, perhaps buckets, and perhaps labels. */
const DECLARATION = /\b(counter|gauge|duration)\(\s*'(\w+)',\s*(?:'[^']*'|"[^"]*")(?:,\s*\w+)?(?:,\s*\[([^\]]*)\])?/g;

/** A metric as an expression of Prometheus uses it. */
interface Use {
  readonly name: string;
  readonly labels: readonly string[];
}

/** What expressions use of metrics with a prefix, and by which labels they select it. */
export function usesIn(expressions: string, prefix: string): Use[] {
  const use = new RegExp(`\\b${prefix}(\\w+)(?:\\{([^}]*)\\})?`, 'g');
  return [...expressions.matchAll(use)].map(([, name = '', selector = '']) => ({
    name,
    labels: [...selector.matchAll(/(\w+)\s*[=!]/g)].map(([, label = '']) => label),
  }));
}
