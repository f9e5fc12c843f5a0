#!/bin/sh
# Bring the database of a scheduled tracker to your machine, and give it back.
#
#   sh database.sh pull    before tracker review and tracker publish
#   sh database.sh push    afterwards, so that the schedule knows what was published
#
# Run it in a checkout of the repository. TRACKER_DATABASE is the database's path there
# (tracker/tracker.db), TRACKER_REMOTE the remote (origin). The database lives on the branch
# tracker-database, which always holds one commit. A push is refused when the schedule has
# stored something since your pull: then pull again and repeat what you did.
set -eu

database=${TRACKER_DATABASE:-tracker/tracker.db}
remote=${TRACKER_REMOTE:-origin}
branch=tracker-database
seen=refs/tracker/database # what the last pull brought

pull() {
    if ! git ls-remote --exit-code "$remote" "refs/heads/$branch" > /dev/null; then
        echo "database.sh: $remote has no branch $branch yet" >&2
        exit 2
    fi
    git fetch --quiet --depth 1 "$remote" "+refs/heads/$branch:$seen"
    if [ -e "$database" ]; then
        copy "$database" "$database.before-pull"
    fi
    git cat-file blob "$seen:tracker.db" > "$database.new"
    rm -f "$database-wal" "$database-shm"
    mv "$database.new" "$database"
}

push() {
    kept=$(mktemp)
    copy "$database" "$kept"
    blob=$(git hash-object -w "$kept")
    rm -f "$kept"
    tree=$(printf '100644 blob %s\ttracker.db\n' "$blob" | git mktree)
    export GIT_AUTHOR_NAME=tracker GIT_AUTHOR_EMAIL=tracker@users.noreply.github.com
    export GIT_COMMITTER_NAME=tracker GIT_COMMITTER_EMAIL=tracker@users.noreply.github.com
    commit=$(git commit-tree "$tree" -m "tracker's database, $(date -u +%F)")
    expected=$(git rev-parse --quiet --verify "$seen" || true)
    git push --quiet --force-with-lease="refs/heads/$branch:$expected" \
        "$remote" "$commit:refs/heads/$branch"
    git update-ref "$seen" "$commit"
}

# A copy that is whole even while tracker is at work.
copy() {
    python3 - "$1" "$2" << 'COPY'
import sqlite3, sys
source, target = sqlite3.connect(sys.argv[1]), sqlite3.connect(sys.argv[2])
source.backup(target)
target.close()
COPY
}

case "${1:-}" in
    pull) pull ;;
    push) push ;;
    *) echo "usage: sh database.sh pull | push" >&2; exit 2 ;;
esac
