import type { Db } from '../database.ts';

/**
 * Keeps what is known of a try whose gateway went away before its outcome was recorded. The send was recorded, so it may have
 * reached the platform: it counts as an attempt.
 * @returns the number of attempts added.
 */
export function recordInterrupted(db: Db, seq: number, sending: string): number {
  insertAttempt(db, seq, sending);
  return db.run('update delivery set attempts = attempts + 1, sending = null where seq = :seq', { seq });
}

/** Adds the attempt (JSON) as the delivery's next one. */
export function insertAttempt(db: Db, seq: number, body: string): void {
  db.run(
    `insert into attempt (delivery_seq, no, institution, day, body)
     select seq, attempts + enquiries + 1, institution, day, :body from delivery where seq = :seq`,
    { seq, body },
  );
}
