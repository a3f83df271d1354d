"""Runs every tool of `cuttings mcp` with the official client, in both eras of the protocol.

    assistant.py PROGRAM ARCHIVE CALLS

CALLS is a JSON list of [tool, arguments]. Prints one JSON object: for each way of connecting the version that was agreed,
the tools, how many calls were answered, and those that failed.
"""

import asyncio
import json
import sys

from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters


async def ask(program, archive, calls, mode):
    server = StdioServerParameters(command=program, args=["mcp", "--archive", archive])
    failed, called = [], 0
    async with Client(server, mode=mode) as client:
        tools = [tool.name for tool in (await client.list_tools()).tools]
        for name, arguments in calls:
            result = await client.call_tool(name, arguments)
            called += 1
            if result.is_error or not result.structured_content or not result.content[0].text:
                failed.append(name)
        version = client.session.protocol_version
    return {"version": version, "tools": tools, "called": called, "failed": failed}


async def main(program, archive, calls):
    modes = ["auto", "2026-07-28", "legacy"]
    print(json.dumps({mode: await ask(program, archive, json.loads(calls), mode) for mode in modes}))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
