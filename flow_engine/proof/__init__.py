"""What can be proved about flows before anybody runs them."""

from flow_engine.proof.findings import check_flow, check_flows

__all__ = ["check_flow", "check_flows"]
