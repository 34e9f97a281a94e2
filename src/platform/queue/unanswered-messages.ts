/**
 * The messages that Redis has not answered yet. The client keeps them until Redis is back, so a sender that repeats its
 * messages until they have an effect would meanwhile fill the memory with copies.
 */
export class UnansweredMessages {
  private readonly names = new Set<string>();

  /**
   * Sends a message, unless one of that name has not been answered yet.
   * @param onError called with the error if it was not sent
   */
  sendOnce(name: string, send: () => Promise<unknown>, onError: (error: unknown) => void): void {
    if (this.names.has(name)) return;
    this.names.add(name);
    send()
      .catch(onError)
      .finally(() => this.names.delete(name));
  }
}
