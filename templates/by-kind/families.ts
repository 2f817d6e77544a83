/** The one source of the templates by kind. After an edit: `npm run build`. */

/** Kinds of audit events whose message shows the same lines. */
export interface Family {
  name: string;
  /** An event belongs here when its name starts so. Where two prefixes fit, the longer one wins. */
  prefixes?: string[];
  /** Names that belong here whatever the prefixes say. */
  names?: string[];
  /** The lines' labels, in order: see `valueFor` in templates.ts for what each shows. */
  lines: string[];
}

/** Who and where, these details, and when. */
function withDetails(...details: string[]): string[] {
  return ["email", "userId", "workspace_id", ...details, "timestamp"];
}

const COMMON = withDetails("resource_id", "resource_type", "subject", "target");
const OF_A_SOURCE = withDetails("resource_id", "resource_type", "source_id", "subject", "target");
const OF_A_WAREHOUSE = withDetails(
  "resource_id",
  "resource_type",
  "subject",
  "target",
  "warehouse_id",
);

export const FAMILIES: Family[] = [
  { name: "Audience", prefixes: ["Audience"], lines: COMMON },
  { name: "Computed Trait", prefixes: ["Computed Trait"], lines: COMMON },
  { name: "Data Graph", prefixes: ["Data Graph"], lines: COMMON },
  {
    name: "Destination",
    prefixes: ["Destination"],
    lines: withDetails(
      "metadata_id",
      "resource_id",
      "resource_type",
      "source_id",
      "subject",
      "target",
    ),
  },
  { name: "Destination Filter", prefixes: ["Destination Filter", "Filter"], lines: COMMON },
  { name: "Destination Function", prefixes: ["Destination Function"], lines: COMMON },
  {
    name: "Integration",
    prefixes: ["Integration"],
    lines: withDetails("metadata_id", "resource_id", "source_id", "subject", "target"),
  },
  {
    name: "People and Access",
    prefixes: ["User"],
    names: [
      "Access Request Created",
      "Group Memberships Deleted",
      "Invite Deleted",
      "Label Created",
      "Label Deleted",
      "New Segment User Invited to Workspace",
      "Non-Segment User Invited to Workspace",
      "Policy Created",
      "Policy Deleted",
      "Public API Tokens Without Owners Detected",
      "Subjects Added to Group",
    ],
    lines: COMMON,
  },
  {
    name: "Permission Check",
    prefixes: ["Permission Check"],
    lines: withDetails(
      "action",
      "resource_id",
      "resource_type",
      "sso_connection_id",
      "subject_id",
      "subject_type",
    ),
  },
  {
    name: "Personas Warehouse",
    prefixes: ["Personas Warehouse", "Engage Warehouse"],
    lines: COMMON,
  },
  { name: "Profiles Sync", prefixes: ["Profiles Sync"], lines: OF_A_WAREHOUSE },
  { name: "Reverse ETL", prefixes: ["Reverse ETL", "Model"], lines: OF_A_SOURCE },
  {
    name: "Schema",
    prefixes: ["Schema"],
    lines: withDetails("description", "resource_id", "source_id", "subject", "target"),
  },
  { name: "Source", prefixes: ["Source"], lines: OF_A_SOURCE },
  { name: "Space", prefixes: ["Space"], lines: COMMON },
  { name: "Storage Destination", prefixes: ["Storage Destination"], lines: OF_A_WAREHOUSE },
  {
    name: "System",
    names: ["New Event Allowed", "New Event Blocked", "New Forbidden Event Property"],
    lines: [
      "system_event",
      "userId",
      "workspace_id",
      "blocked",
      "message_id",
      "name",
      "planned",
      "resource_id",
      "resource_type",
      "source_id",
      "source_name",
      "source_slug",
      "target",
      "tracking_plan_connected",
      "tracking_plan_id",
      "type",
      "timestamp",
    ],
  },
  { name: "Tracking Plan", prefixes: ["Tracking Plan"], lines: COMMON },
  { name: "Transformation", prefixes: ["Transformation"], lines: COMMON },
  { name: "Violations", prefixes: ["Violations"], lines: COMMON },
  { name: "Warehouse", prefixes: ["Warehouse"], lines: OF_A_WAREHOUSE },
];

/** Whatever belongs nowhere else, names that nobody has seen yet among them. */
export const EVERYTHING_ELSE: Family = { name: "Everything else", lines: COMMON };
