import type { ComponentChildren } from 'preact';
import { CopyLink } from './copy-link';

interface Props {
  readonly children: ComponentChildren;
  /** See `CopyLink`. */
  readonly pins?: () => Readonly<Record<string, string>>;
}

/** The title of a view that can be shared. */
export function Title({ children, pins }: Props) {
  return (
    <div class="title">
      <h1>{children}</h1>
      <CopyLink {...(pins ? { pins } : {})} />
    </div>
  );
}
