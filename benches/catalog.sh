#!/usr/bin/env bash
# Prints a catalog file with as many entries as asked for: benches/catalog.sh 10000 > large.json
set -euo pipefail
awk -v entries="${1:?how many entries}" 'BEGIN {
    print "{\"id\": \"grown\", \"name\": \"Grown\", \"envelopes\": [{\"name\": \"grown\", \"proof\": \"own\","
    print " \"requires\": {\"/grown/code\": \"string\"}, \"read\": {\"code\": \"/grown/code\", \"message\": \"/grown/text\"}}],"
    print " \"docs_url\": \"https://docs.grown.example/errors\", \"entries\": ["
    for (n = 1; n <= entries; n++) {
        code = sprintf("GROWN_%07d", n)
        printf " {\"code\": \"%s\", \"title\": \"Thing %d is missing\", \"category\": \"resource\", \"http_status\": 404,\n", code, n
        printf "  \"match\": {\"messages\": [\"Thing %d not found\"]}, \"cause\": \"No thing has the number %d.\",\n", n, n
        printf "  \"remediation\": [\"List the things, and use a number that is there.\"], \"quick_fix\": \"Use a known number\",\n"
        printf "  \"retry\": {\"verdict\": \"after_fix\", \"advice\": \"Send again with another number.\"},\n"
        printf "  \"examples\": [{\"status\": 404, \"body\": {\"grown\": {\"code\": \"%s\", \"text\": \"Thing %d not found\"}}}],\n", code, n
        printf "  \"source\": \"benches/catalog.sh\"}%s\n", n < entries ? "," : ""
    }
    print "]}"
}'
