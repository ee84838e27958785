/** The workflows of examples/workflows, as they are there. Written by `npm run generate`: change the examples. */
export const WORKFLOW_TEMPLATES = {
  'pull-request': `# Every pull request that touches migrations applies them to a throw-away database and takes them back again, and shows
# what would run in one comment. It needs no secret, so it works for pull requests from forks, too; there the comment is
# written by pull-request-comment.yml, because their token may not write.

name: Migrations

on:
  pull_request:
    paths: ['migrations/**', sluice.yml]

permissions: {}

concurrency:
  group: migrations-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  try:
    name: Apply, validate and roll back
    runs-on: ubuntu-latest
    timeout-minutes: 20
    permissions:
      contents: read
      pull-requests: write # for the comment
    services:
      postgres:
        image: postgres:18
        env:
          POSTGRES_HOST_AUTH_METHOD: trust
        ports: ['5432:5432']
        options: --health-cmd pg_isready --health-interval 2s --health-retries 30
    env:
      DATABASE_URL: postgres://postgres@127.0.0.1:5432/postgres
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - name: What would run
        uses: sluice-actions/sluice/actions/migrate@v1
        with:
          dry-run: true
          require-backup: none
          report-name: sluice-plan
      - name: Apply
        uses: sluice-actions/sluice/actions/migrate@v1
        with:
          require-backup: none
          report-name: sluice-apply
      - name: Validate
        uses: sluice-actions/sluice/actions/validate@v1
        with:
          report-name: sluice-validate
      - name: Take the newest migration back
        uses: sluice-actions/sluice/actions/rollback@v1
        with:
          to: previous
          report-name: sluice-rollback
`,
  'pull-request-comment': `# Comments on pull requests from forks, whose own workflow may not write. It runs the code of the default branch and takes
# nothing from the fork but a text: the number of the pull request comes from GitHub, and no file of the fork is run.
name: Comment on migrations of forks

on:
  workflow_run:
    workflows: [Migrations]
    types: [completed]

permissions: {}

jobs:
  comment:
    name: Comment
    if: >-
      github.event.workflow_run.event == 'pull_request' &&
      github.event.workflow_run.head_repository.full_name != github.repository
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions:
      actions: read # for the artifacts of the other run
      pull-requests: write # for the comment
    env:
      GH_TOKEN: \${{ github.token }}
      REPOSITORY: \${{ github.repository }}
      RUN_ID: \${{ github.event.workflow_run.id }}
      HEAD_SHA: \${{ github.event.workflow_run.head_sha }}
    steps:
      - name: Fetch what the runs left
        run: gh run download "$RUN_ID" --repo "$REPOSITORY" --pattern 'sluice-*' --dir reports
      - name: Write it into one comment
        run: |
          number=$(gh api "repos/$REPOSITORY/commits/$HEAD_SHA/pulls" --jq 'map(select(.state == "open")) | .[0].number // empty')
          if [ -z "$number" ]; then echo "The pull request is closed, or has new commits."; exit 0; fi
          find reports -type f -name 'pull_request_*.md' -print0 | sort -z | xargs -0 --no-run-if-empty cat | head -c 60000 > comment.md
          gh pr comment "$number" --repo "$REPOSITORY" --edit-last --create-if-none --body-file comment.md
`,
  promotion: `# Staging first, then production. The plan for production is computed and shown before anybody approves, and what is
# applied after the approval is that plan or nothing. The gate asks for the evidence of staging and counts the approvals.
#
# Set up once, in the repository's settings:
# - environments \`staging\`, \`production-plan\` and \`production\`; \`production\` with required reviewers
# - secrets in each: DATABASE_URL (in \`production-plan\` an account that may only read is enough)
#
# The backups become artifacts of the run. Encrypt them: name the public key that \`age-keygen\` printed in sluice.yml, under
# \`backup.encrypt-to\`. Where they are not encrypted, use this in a private repository; in a public one Sluice refuses to
# upload them and fails (BACKUP_004).
name: Promote migrations

on:
  push:
    branches: [main]
    paths: ['migrations/**', sluice.yml]

permissions: {}

# One promotion at a time, and none is cancelled half-way.
concurrency:
  group: promote-migrations
  cancel-in-progress: false

jobs:
  staging:
    name: Whole lifecycle in staging
    runs-on: ubuntu-latest
    timeout-minutes: 120
    environment: staging
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: sluice-actions/sluice@v1
        with:
          environment: staging
          database-url: \${{ secrets.DATABASE_URL }}

  plan:
    name: Plan for production
    needs: staging
    runs-on: ubuntu-latest
    timeout-minutes: 15
    environment: production-plan
    permissions:
      contents: read
    outputs:
      plan-digest: \${{ steps.plan.outputs.plan-digest }}
      pending-count: \${{ steps.plan.outputs.pending-count }}
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - id: plan
        uses: sluice-actions/sluice/actions/migrate@v1
        with:
          environment: production
          database-url: \${{ secrets.DATABASE_URL }}
          dry-run: true

  production:
    name: Production
    needs: plan
    if: needs.plan.outputs.pending-count != '0'
    runs-on: ubuntu-latest
    timeout-minutes: 240
    environment: production
    permissions:
      contents: read
      actions: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - name: May this plan pass?
        id: gate
        uses: sluice-actions/sluice/actions/promote@v1
        with:
          from: staging
          to: production
          database-url: \${{ secrets.DATABASE_URL }}
      - name: Ready?
        uses: sluice-actions/sluice/actions/readiness-check@v1
        with:
          environment: production
          database-url: \${{ secrets.DATABASE_URL }}
      - name: Backup, restored once to prove it
        id: backup
        uses: sluice-actions/sluice/actions/backup@v1
        with:
          environment: production
          database-url: \${{ secrets.DATABASE_URL }}
          verify: restore
      - name: The plan that was approved, or nothing
        uses: sluice-actions/sluice/actions/migrate@v1
        with:
          environment: production
          database-url: \${{ secrets.DATABASE_URL }}
          backup-id: \${{ steps.backup.outputs.backup-id }}
          plan-digest: \${{ needs.plan.outputs.plan-digest }}
          on-failure: rollback
      - name: Validate
        uses: sluice-actions/sluice/actions/validate@v1
        with:
          environment: production
          database-url: \${{ secrets.DATABASE_URL }}
`,
  rollback: `# A way back that a person starts: what the newest run applied, a version, or a backup.
#
# Set up once, in the repository's settings:
# - environments \`staging\` and \`production\`, each with the secret DATABASE_URL; \`production\` with required reviewers, and
#   open to the main branch alone
# - where backups are encrypted, the secret SLUICE_IDENTITY in each environment: the age identity, which no other job gets
#
# A backup is found by its id in the folder of backups, in this run, or in any run of the repository; \`sluice backup list\`
# shows them. An artifact that a run of a fork uploaded is taken only when its run is named.
name: Roll back

on:
  workflow_dispatch:
    inputs:
      environment:
        description: Environment to roll back
        type: choice
        options: [staging, production]
        required: true
      target:
        description: Where to go back to
        type: choice
        options: [previous, version, backup]
        default: previous
        required: true
      version:
        description: 'Target \`version\`: the version to go back to; 0 takes everything back'
        type: string
      backup-id:
        description: 'Target \`backup\`: the id of the backup'
        type: string
      backup-run-id:
        description: 'Target \`backup\`: the workflow run that uploaded it, if it is to be that one (the number in its address)'
        type: string
      confirm:
        description: The environment's name once more
        type: string
        required: true
      accept-data-loss:
        description: Go back although rows changed after the backup
        type: boolean
        default: false

permissions: {}

# The same group as the promotion: never both at once, and none is cancelled half-way.
concurrency:
  group: promote-migrations
  cancel-in-progress: false

jobs:
  unconfirmed:
    name: Not confirmed
    # Without it, a mistyped confirmation would look like a run with nothing to do.
    if: inputs.confirm != inputs.environment
    runs-on: ubuntu-latest
    timeout-minutes: 5
    permissions: {}
    steps:
      - run: |
          echo '::error::Nothing was done: \`confirm\` is not the name of the environment. Start the workflow again.'
          exit 1

  rollback:
    name: Roll back \${{ inputs.environment }}
    # Staging is not protected in sluice.yml, but whoever starts this has to mean it there, too.
    if: inputs.confirm == inputs.environment
    runs-on: ubuntu-latest
    timeout-minutes: 240
    environment: \${{ inputs.environment }}
    permissions:
      # To read another run's artifacts.
      actions: read
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: sluice-actions/sluice/actions/rollback@v1
        with:
          environment: \${{ inputs.environment }}
          database-url: \${{ secrets.DATABASE_URL }}
          to: \${{ inputs.target == 'version' && inputs.version || inputs.target }}
          backup-id: \${{ inputs.backup-id }}
          backup-run-id: \${{ inputs.backup-run-id }}
          identity: \${{ secrets.SLUICE_IDENTITY }}
          confirm: \${{ inputs.confirm }}
          accept-data-loss: \${{ inputs.accept-data-loss }}
`,
  'backup-proof': `# Every night a backup of production is taken and restored once, so that it is known to be good before anybody needs it.
# A night without that proof is a failed run, and GitHub tells whoever last changed the schedule.
#
# Set up once, in the repository's settings:
# - the environment \`production-backup\`, open to the main branch alone and without reviewers, because nobody is awake to
#   approve; its secret DATABASE_URL is an account that may only take backups and prove them
#
# The backup becomes an artifact of the run. Encrypt it: name the public key that \`age-keygen\` printed in sluice.yml, under
# \`backup.encrypt-to\`. Where it is not encrypted, use this in a private repository; in a public one Sluice refuses to
# upload it and fails (BACKUP_004).
name: Prove a backup

on:
  schedule:
    - cron: '23 3 * * *'
  workflow_dispatch:

permissions: {}

# Not the group of the promotion: a run that waits there would be replaced by this one.
concurrency:
  group: prove-backups
  cancel-in-progress: false

jobs:
  prove:
    name: Backup of production, restored once to prove it
    runs-on: ubuntu-latest
    timeout-minutes: 240
    environment: production-backup
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: sluice-actions/sluice/actions/backup@v1
        with:
          environment: production
          database-url: \${{ secrets.DATABASE_URL }}
          verify: restore
`,
} as const satisfies Readonly<Record<string, string>>;
