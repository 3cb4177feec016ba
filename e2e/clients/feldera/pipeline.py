"""A pipeline from beginning to end with Feldera's own client. Address and key are the client's own variables.

Prints what it saw as one line of JSON, the last one.
"""

import json

from feldera import FelderaClient, Pipeline, PipelineBuilder
from feldera.rest.errors import FelderaAPIError
from feldera.rest.retry import RetryConfig

client = FelderaClient()
# A 503 is what it is at once: the other one asks three times more, five seconds apart.
impatient = FelderaClient(retry_config=RetryConfig(max_retries=0))
seen = {}


def refused(call):
    """The error of a call that has to fail."""
    try:
        call()
    except FelderaAPIError as error:
        return {"status": error.status_code, "code": error.error_code, "details": error.details}
    return None


def live():
    """Every step of a pipeline that the client knows, in the order in which people take them."""
    config = client.get_config()
    seen["config"] = {"edition": config.edition.value, "version": config.version}
    seen["unknown"] = refused(lambda: Pipeline.get("orders", client))
    tags = ["team:shop"]
    builder = PipelineBuilder(client, name="orders", sql="CREATE TABLE t (x INT);", description="Orders", tags=tags)
    pipeline = builder.create()
    seen["created"] = {"status": pipeline.status().name, "description": pipeline.description()}
    states = seen["states"] = []
    for step in (pipeline.start, pipeline.pause, pipeline.resume, lambda: pipeline.stop(force=True)):
        step()
        states.append(pipeline.status().name)
    seen["stopped"] = refused(lambda: impatient.start_samply_profile("orders", 1))
    pipeline = PipelineBuilder(client, name="orders", sql="CREATE TABLE t (y INT);").create_or_replace()
    pipeline.start()
    states.append(pipeline.status().name)
    pipeline.modify(description="Changed")
    seen["changed"] = {"description": pipeline.description(), "code": pipeline.program_code()}
    seen["all"] = [other.name for other in Pipeline.all(client)]
    seen["none"] = refused(lambda: impatient.get_samply_profile("orders"))
    pipeline.stop(force=True)
    pipeline.delete(clear_storage=True)
    seen["gone"] = refused(lambda: Pipeline.get("orders", client))


live()
print(json.dumps(seen))
