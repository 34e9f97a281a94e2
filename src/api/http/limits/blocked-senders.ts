import { Injectable } from '@nestjs/common';

/** A limit of requests that a sender has passed. */
export interface Block {
  readonly limited: 'address' | 'key';
  /** How many requests it may send in ten seconds. */
  readonly limit: number;
  /** When it may send again, by the clock of `performance`. */
  readonly endsAt: number;
}

/** Milliseconds for which a sender is refused unseen: a key that is revoked meanwhile is a 401 after that. */
const REMEMBERED = 5_000;
/** Senders that are remembered. Each costs a few hundred bytes. */
const MOST = 10_000;

/**
 * Who was beyond a limit a moment ago, as this process remembers it. Refusing them again takes neither PostgreSQL nor Redis, so that
 * a client at its limit does not slow down others.
 */
@Injectable()
export class BlockedSenders {
  private readonly blocks = new Map<string, Block & { readonly rememberedUntil: number }>();

  get isEmpty(): boolean {
    return this.blocks.size === 0;
  }

  /** @param sender a name that no other sender has */
  add(sender: string, block: Block): void {
    // Those remembered first are forgotten first.
    this.blocks.delete(sender);
    const [oldest] = this.blocks.keys();
    if (this.blocks.size >= MOST && oldest !== undefined) this.blocks.delete(oldest);
    this.blocks.set(sender, { ...block, rememberedUntil: Math.min(performance.now() + REMEMBERED, block.endsAt) });
  }

  find(sender: string): Block | undefined {
    const block = this.blocks.get(sender);
    if (block === undefined || performance.now() < block.rememberedUntil) return block;
    this.blocks.delete(sender);
    return undefined;
  }
}
