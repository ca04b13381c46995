# Compares the mutants that survived with those that are explained:
# awk -f mutation.awk mutation-survivors.csv core/target/pit-reports/mutations.csv ...
BEGIN {
    FS = ","
    LEAST = 90
}

function say(message) {
    print message | "sort"
}

function fail(message) {
    say(message)
    failed = 1
}

FILENAME == ARGV[1] {
    if (FNR > 1) {
        explained[$1 "," $2 "," $3] += $4
        if ($5 == "") {
            fail("line " FNR " of " FILENAME " gives no reason")
        }
    }
    next
}

{
    name = $2
    package = name
    sub(/\.[^.]*$/, "", package)
    mutants[package]++
    broken[name] = 1
    mutator = $3
    sub(/.*\./, "", mutator)
    method = $4
    # Of a lambda the method that it stands in: its number changes with those before.
    sub(/^lambda\$/, "", method)
    sub(/\$[0-9]+$/, "", method)
    key = name "," method "," mutator
    if ($6 == "KILLED" || $6 == "TIMED_OUT" || $6 == "MEMORY_ERROR") {
        killed[package]++
        slow[key] += $6 == "TIMED_OUT"
    } else {
        survived[key]++
        lines[key] = lines[key] " " $5
    }
}

END {
    for (key in survived) {
        if (survived[key] > explained[key]) {
            fail(key ": " survived[key] " survive, " explained[key] + 0 " are explained; lines" lines[key])
        }
    }
    for (key in explained) {
        split(key, parts, ",")
        # Where the machine is busy, one that survives may have run out of time.
        if ((!arguments || parts[1] in broken) && explained[key] > survived[key] + slow[key]) {
            fail(key ": " explained[key] " are explained, " survived[key] + 0 " survive")
        }
    }
    for (package in mutants) {
        score = 100 * killed[package] / mutants[package]
        line = sprintf("%s: %d of %d killed, %.1f %%", package, killed[package], mutants[package], score)
        if (score < LEAST) {
            fail(line ", fewer than " LEAST " %")
        } else {
            say(line)
        }
    }
    close("sort")
    exit failed
}
