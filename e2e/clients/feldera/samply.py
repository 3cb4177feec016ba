"""Does with Feldera's unmodified SDK what its users do around a samply profile; prints what it saw as one line of JSON.

Arguments: address, API key, name of a pipeline whose agents are there, name of a pipeline to make, seconds, folder.
"""

import gzip
import json
import os
import sys
import time

from feldera import FelderaClient, Pipeline, PipelineBuilder
from feldera.rest.errors import FelderaAPIError
from feldera.runtime_config import RuntimeConfig

url, key, name, fresh, seconds, folder = sys.argv[1:]
seen = {}


def failure(action):
    """What the SDK makes of an answer that is an error."""
    try:
        action()
    except FelderaAPIError as error:
        return [error.status_code, error.error_code]
    return None


seen["wrong key"] = failure(lambda: FelderaClient(url, "apikey:" + "x" * 128))
client = FelderaClient(url, key)
seen["unknown"] = failure(lambda: Pipeline.get("no-such-pipeline", client))

sql = "CREATE TABLE t (x INT) WITH ('materialized' = 'true');"
made = PipelineBuilder(client, fresh, sql=sql).create()
seen["made"] = [made.name, made.status().name]
seen["all"] = sorted(pipeline.name for pipeline in Pipeline.all(client))

# The workload is there already: its agents made the pipeline.
config = RuntimeConfig(dev_tweaks={"profiling": "samply"})
pipeline = PipelineBuilder(client, name, sql=sql, runtime_config=config).create_or_replace()
pipeline.start()
seen["started"] = pipeline.status().name
seen["nothing yet"] = failure(pipeline.get_samply_profile)

pipeline.start_samply_profile(duration=int(seconds))
seen["while it runs"] = failure(lambda: pipeline.start_samply_profile(duration=int(seconds)))

# As the platform tests of Feldera poll: any error is borne but 500, until bytes come.
profile = b""
polled = []
deadline = time.monotonic() + 60
while not profile and time.monotonic() < deadline:
    try:
        profile = pipeline.get_samply_profile()
    except FelderaAPIError as error:
        if error.status_code == 500:
            raise
        polled.append(error.status_code)
        time.sleep(0.5)
seen["polled"] = sorted(set(polled))
seen["product"] = json.loads(gzip.decompress(profile))["meta"]["product"]
with open(os.path.join(folder, "polled.json.gz"), "wb") as file:
    file.write(profile)
# Whose suffix is not .gz loses it.
pipeline.get_samply_profile(os.path.join(folder, "saved.json"))
print("SEEN " + json.dumps(seen))
