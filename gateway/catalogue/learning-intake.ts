import type { Intake } from '../intake/contract.ts';
import type { CatalogueService } from './contract.ts';

/**
 * An intake whose accepted pack events (大中小包装关联) are known to the catalogue before the reply: who was told 202 finds the relations,
 * and who was not repeats the event and so repeats this.
 */
export function learningIntake(intake: Intake, catalogue: Pick<CatalogueService, 'learnPacks'>): Intake {
  return {
    ...intake,
    async submit(tenant, event) {
      const result = await intake.submit(tenant, event);
      if (event.kind !== 'pack') return result;
      if (result.type === 'accepted' || result.type === 'replayed') await catalogue.learnPacks(result.event);
      return result;
    },
  };
}
