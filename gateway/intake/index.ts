export type { FieldError, Intake, IntakeResult } from './contract.ts';
export { decisionNote, type KeptDecision, readDecisionNote } from './decision-note.ts';
export { intakeErrors } from './errors.ts';
export { fingerprint } from './fingerprint.ts';
export { createIntake, type IntakeDeps } from './intake.ts';
export { awaitingSettlement } from './plan-deliveries.ts';
export { type PlannedRoute, planRoutes } from './plan-routes.ts';
export { withdrawOperation } from './submit-operation.ts';
export { createUuidv7 } from './uuidv7.ts';
