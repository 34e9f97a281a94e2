import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const NARROW = '(max-width: 30rem)';

interface Props {
  /** What is in it, such as `Filters`. */
  readonly summary: string;
  readonly children: ComponentChildren;
}

/**
 * A form that is folded on a phone, where it would take the place of what it is about. Its element stays the same when the width changes, so what
 * was typed in stays, too.
 */
export function Folded({ summary, children }: Props) {
  const isNarrow = useIsNarrow();
  return (
    <details class="folded" open={!isNarrow}>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}

function useIsNarrow(): boolean {
  const [isNarrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const media = matchMedia(NARROW);
    const follow = () => {
      setNarrow(media.matches);
    };
    media.addEventListener('change', follow);
    return () => {
      media.removeEventListener('change', follow);
    };
  }, []);
  return isNarrow;
}
