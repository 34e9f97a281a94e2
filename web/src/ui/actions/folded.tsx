import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const NARROW = '(max-width: 30rem)';

interface Props {
  /** What is in it, such as `Filters`. */
  readonly summary: string;
  readonly children: ComponentChildren;
}

/** A form that is folded on a phone, where it would take the place of what it is about. */
export function Folded({ summary, children }: Props) {
  const isNarrow = useIsNarrow();
  if (!isNarrow) return <>{children}</>;
  return (
    <details class="folded">
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
