import RequestQueue from 'kafkajs/src/network/requestQueue';

const { scheduleCheckPendingRequests } = RequestQueue.prototype;

/**
 * Lets connections rest on which no request waits. By itself the client (2.2.4) looks for one every millisecond from the first answer on,
 * by a timer of a negative length, of which Node.js 22 and newer warn on standard error. A request that comes to wait sets its own timer.
 */
export function restWhenIdle(): void {
  RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) scheduleCheckPendingRequests.call(this);
  };
}
