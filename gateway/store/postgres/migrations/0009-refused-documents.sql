-- Documents that the platform refused count no longer in the ledger: those from before are looked at once.
insert into ledger_work (event_id, tenant, cause)
  select distinct event_id, tenant, 'undone' from delivery where state = 'rejected' and withdrawal is null;
