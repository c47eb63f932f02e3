-- H2 has an index of its own on group_id for the foreign key, takes it where it sorts as well as
-- this one, and then sorts the whole group for each page of the list. Backwards it does not fit.
drop index masks_mask_order;
create index masks_mask_order on masks_mask (group_id desc, slice_index nulls last, id);
