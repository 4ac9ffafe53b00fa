/** The other end of a `Thread`: takes one order at a time, answers by its number. */
import { parentPort } from 'node:worker_threads';

export interface Ordered<Order> {
  readonly id: number;
  readonly order: Order;
}

/** No answer: the order cannot be carried out. */
export interface Answered<Answer> {
  readonly id: number;
  readonly answer?: Answer;
}

/** @param work what it throws stays in the thread, since it may quote a key */
export function serveOrders<Order, Answer>(work: (order: Order) => Answer): void {
  const port = parentPort;
  if (port === null) throw new Error('to be started as a worker thread');
  port.on('message', ({ id, order }: Ordered<Order>) => {
    port.postMessage(answered(id, order));
  });

  function answered(id: number, order: Order): Answered<Answer> {
    try {
      return { id, answer: work(order) };
    } catch {
      // Told by the missing answer.
      return { id };
    }
  }
}
