"""The data contracts for programs: what each kind of delivery, and each responsible unit, has to keep (ODCS 3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from flask import Response, jsonify
from pydantic import Field, PlainValidator, ValidationInfo, WithJsonSchema

from data.ingest.open_contracts import contract_names, open_contract
from queries.request_context import RequestContext
from web.api.operations import ApiRequest, Operation
from web.api.parameters import ApiRefusal, NoParameters, Parameters

NAME = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$"


def _known(text: str, info: ValidationInfo[RequestContext]) -> str:
    if text not in contract_names(info.context.catalogue):
        raise ApiRefusal("unknown-contract", f"there is no contract {text[:80]!r}", 404)
    return text


Name = Annotated[str, PlainValidator(_known), WithJsonSchema({"type": "string", "pattern": NAME})]


class OneContract(Parameters):
    """A contract by its name."""

    name: Name = Field(description="As the list of contracts has it")


@dataclass(frozen=True)
class ContractSummary:
    """A contract as the list has it."""

    name: str
    version: str
    href: str


@dataclass(frozen=True)
class ContractsAnswer:
    """All contracts."""

    contracts: list[ContractSummary]


def contracts(question: ApiRequest[NoParameters]) -> Response:
    """The list of contracts with their versions."""
    catalogue = question.now.catalogue
    found = {name: open_contract(catalogue, name) or {} for name in contract_names(catalogue)}
    listed = [ContractSummary(name, one["version"], f"/api/v1/contracts/{name}") for name, one in found.items()]
    return jsonify(ContractsAnswer(contracts=listed))


def contract(question: ApiRequest[OneContract]) -> Response:
    """One contract."""
    return jsonify(open_contract(question.now.catalogue, question.asked.name))


CONTRACTS: tuple[Operation[NoParameters] | Operation[OneContract], ...] = (
    Operation("/contracts", "All data contracts", NoParameters, ContractsAnswer, contracts, (400, 503)),
    Operation(
        "/contracts/{name}", "One data contract (ODCS 3.1)", OneContract, dict[str, Any], contract, (400, 404, 503)
    ),
)
