/** The one source of the templates by kind. After an edit: `npm run build`. */

/** What a message shows. */
export interface Layout {
  name: string;
  /** The lines' labels, in order: see `valueFor` in templates.ts for what each shows. */
  lines: string[];
}

/** A kind of audit events. Several can share a layout. */
export interface Family {
  name: string;
  /** An event belongs here when its name starts so. Where two prefixes fit, the longer one wins. */
  prefixes?: string[];
  /** Names that belong here whatever the prefixes say. */
  names?: string[];
  layout: Layout;
}

/** Who and where, these details, and when. */
function withDetails(...details: string[]): string[] {
  return ["email", "userId", "workspace_id", ...details, "timestamp"];
}

const COMMON = {
  name: "Common",
  lines: withDetails("resource_id", "resource_type", "subject", "target"),
};

const SOURCE = {
  name: "Source",
  lines: withDetails("resource_id", "resource_type", "source_id", "subject", "target"),
};

const WAREHOUSE = {
  name: "Warehouse",
  lines: withDetails("resource_id", "resource_type", "subject", "target", "warehouse_id"),
};

const DESTINATION = {
  name: "Destination",
  lines: withDetails(
    "metadata_id",
    "resource_id",
    "resource_type",
    "source_id",
    "subject",
    "target",
  ),
};

const INTEGRATION = {
  name: "Integration",
  lines: withDetails("metadata_id", "resource_id", "source_id", "subject", "target"),
};

const PERMISSION_CHECK = {
  name: "Permission Check",
  lines: withDetails(
    "action",
    "resource_id",
    "resource_type",
    "sso_connection_id",
    "subject_id",
    "subject_type",
  ),
};

const SCHEMA = {
  name: "Schema",
  lines: withDetails("description", "resource_id", "source_id", "subject", "target"),
};

const SYSTEM = {
  name: "System",
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
};

export const FAMILIES: Family[] = [
  { name: "Audience", prefixes: ["Audience"], layout: COMMON },
  { name: "Computed Trait", prefixes: ["Computed Trait"], layout: COMMON },
  { name: "Data Graph", prefixes: ["Data Graph"], layout: COMMON },
  { name: "Destination", prefixes: ["Destination"], layout: DESTINATION },
  { name: "Destination Filter", prefixes: ["Destination Filter", "Filter"], layout: COMMON },
  { name: "Destination Function", prefixes: ["Destination Function"], layout: COMMON },
  { name: "Integration", prefixes: ["Integration"], layout: INTEGRATION },
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
    layout: COMMON,
  },
  { name: "Permission Check", prefixes: ["Permission Check"], layout: PERMISSION_CHECK },
  {
    name: "Personas Warehouse",
    prefixes: ["Personas Warehouse", "Engage Warehouse"],
    layout: COMMON,
  },
  { name: "Profiles Sync", prefixes: ["Profiles Sync"], layout: WAREHOUSE },
  { name: "Reverse ETL", prefixes: ["Reverse ETL", "Model"], layout: SOURCE },
  { name: "Schema", prefixes: ["Schema"], layout: SCHEMA },
  { name: "Source", prefixes: ["Source"], layout: SOURCE },
  { name: "Space", prefixes: ["Space"], layout: COMMON },
  { name: "Storage Destination", prefixes: ["Storage Destination"], layout: WAREHOUSE },
  {
    name: "System",
    names: ["New Event Allowed", "New Event Blocked", "New Forbidden Event Property"],
    layout: SYSTEM,
  },
  { name: "Tracking Plan", prefixes: ["Tracking Plan"], layout: COMMON },
  { name: "Transformation", prefixes: ["Transformation"], layout: COMMON },
  { name: "Violations", prefixes: ["Violations"], layout: COMMON },
  { name: "Warehouse", prefixes: ["Warehouse"], layout: WAREHOUSE },
];

/** Whatever belongs nowhere else, names that nobody has seen yet among them. */
export const EVERYTHING_ELSE: Family = { name: "Everything else", layout: COMMON };
