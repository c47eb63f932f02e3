-- What was read of a file's content, and whether a mask fits the image it is said to lie on.

alter table masks_object add column frames integer;

alter table masks_mask add column verified_width integer;
alter table masks_mask add column verified_height integer;
alter table masks_mask add column verified_frames integer;
-- null for masks of before, which nobody compared
alter table masks_mask add column geometry varchar(16);
alter table masks_mask add column geometry_note varchar(255);

-- In the order of the list: H2 sorts the whole group where the place of nulls differs.
drop index masks_mask_slice;
create index masks_mask_order on masks_mask (group_id, slice_index nulls last, id);

update masks_mask set
  verified_width = (select o.width from masks_object o where o.object_key = masks_mask.file_path),
  verified_height = (select o.height from masks_object o where o.object_key = masks_mask.file_path)
  where verified_sha256 is not null;
