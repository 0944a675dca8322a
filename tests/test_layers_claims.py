"""Exhibits G1 to G5, G7, G9 and G10: what goes on in the layers of a network, mostly as the lessons have it found."""

import numpy as np
import pytest

from tests.finding import columns, found


def test_ten_sigmoid_layers_leave_a_millionth_of_the_error_and_relu_most_of_it():
    """Measured before: sigmoid 3.1e-7 (log10 -6.6 to -6.4), tanh 0.19, ReLU with He 0.6 (log10 -0.45 to 0.01)."""
    facts = found("fading-signal", unit="relu").facts
    assert np.log10(facts["sigmoid"]) == pytest.approx(-6.5, abs=0.3)
    assert facts["sigmoid_factor"] == pytest.approx(0.231, abs=0.02)
    assert facts["tanh"] == pytest.approx(0.19, abs=0.06)
    assert -0.45 < np.log10(facts["relu"]) < 0.1


def test_with_weights_that_do_not_fit_relu_fades_or_explodes_too():
    """Measured before: 5.7e-15 with weights of 0.01, 0.021 with Xavier's, 6.6e5 with weights of 1."""
    facts = found("fading-signal", unit="relu").facts
    assert np.log10(facts["small"]) == pytest.approx(np.log10(5.7e-15), abs=0.5)
    assert facts["xavier"] == pytest.approx(0.021, rel=0.5)
    assert np.log10(facts["normal"]) == pytest.approx(np.log10(6.6e5), abs=0.5)


def test_every_layer_takes_its_factor():
    """Measured before for 2, 5, 10, 20 layers: sigmoid 0.035, 4.6e-4, 3.1e-7, 1.1e-13; ReLU 0.59, 0.66, 0.6, 0.36."""
    depth = found("fading-signal", unit="relu").columns["depth"]
    for layers, share in {2: 0.035, 5: 4.6e-4, 10: 3.1e-7, 20: 1.1e-13}.items():
        (at,) = np.flatnonzero(depth["depth"] == layers)
        assert np.log10(depth["sigmoid_depth"][at]) == pytest.approx(np.log10(share), abs=0.5)
        assert 0.2 < depth["relu_depth"][at] < 1.2


def test_the_signal_is_the_product_of_its_slopes_and_its_weights():
    product = found("fading-signal", unit="relu").columns["product"]
    assert product["slopes"] * product["weights"] == pytest.approx(product["both"])
    assert product["slopes"][0] == pytest.approx(0.5**5, rel=0.3), (
        "half of the units pass it on: root of 1/2, ten times"
    )
    assert product["both"][-1] == product["slopes"][-1] == 1


def test_batch_normalisation_keeps_alive_what_small_weights_would_let_fade():
    plain = found("fading-signal", init="small", repeats=1, updates=1).facts
    normed = found("fading-signal", init="small", updates=1, batch_norm=True).facts
    assert plain["relu"] < 1e-13 and plain["tanh"] < 1e-11
    assert normed["relu"] > 0.01 and normed["tanh"] > 0.01


def test_a_fading_network_stands_still_while_it_learns():
    training = found("fading-signal", unit="relu").columns["training"]
    assert training["sigmoid_training"].max() < 1e-5 < 1e-2 < training["relu_training"].min()


def test_the_sigmoid_passes_on_a_quarter_at_best():
    """Exact: 0.25 at 0, and 0.105, 0.0066, 4.5e-5 at 2, 5, 10."""
    facts = found("quarter").facts
    assert facts["steepest"] == 0.25 and facts["steepest_at"] == 0
    for z, slope in {2: 0.105, 5: 0.0066, 10: 4.5e-5}.items():
        assert found("quarter", z=z).facts["slope"] == pytest.approx(slope, rel=0.02)
    assert found("quarter", unit="tanh").facts["steepest"] == 1


def test_depth_is_a_power_law():
    """Exact: a quarter to the power of 5, 10, 20; and x to the power of 100."""
    for n, left in {5: 9.8e-4, 10: 9.5e-7, 20: 9.1e-13}.items():
        assert found("quarter", n=n).facts["steepest_power"] == pytest.approx(left, rel=0.01)
    for x, left in {0.9: 2.7e-5, 0.99: 0.37, 1.01: 2.70, 1.1: 1.4e4}.items():
        assert found("quarter", n=100, x=x).facts["x_power"] == pytest.approx(left, rel=0.03)
    assert found("quarter", n=1000, x=10.0, z=-100.0).facts["x_power"] == np.inf


def test_no_rate_teaches_six_sigmoid_layers_and_any_teaches_relu_and_tanh():
    """Measured before after 20 epochs: sigmoid 10 %, tanh and ReLU 95 %; best rates 0.01 and 0.03."""
    facts, (_, sigmoid) = found("deep-stack").facts, columns("deep-stack", "rates", "sigmoid_rates")
    assert sigmoid.max() < 20
    assert facts["tanh"] > 92 < facts["relu"]
    assert 0.003 <= facts["tanh_lr"] <= 0.1 and 0.003 <= facts["relu_lr"] <= 0.1


def test_the_first_sigmoid_layer_hardly_moves():
    """Measured before: a change of 2.5e-4 at a rate of 0.001, of 0.42 with tanh and 1.16 with ReLU."""
    (_, sigmoid), (_, tanh), (_, relu) = (
        columns("deep-stack", "moved", f"{name}_moved") for name in ("sigmoid", "tanh", "relu")
    )
    assert sigmoid[0] < 0.02 < 0.2 < min(tanh[0], relu[0])
    assert sigmoid[5] > 10 * sigmoid[0], "the layers at the output do move"


def test_normalisation_rescues_the_sigmoid_and_adam_does_so_in_part():
    """Measured before after 20 epochs: 96 % with batch normalisation, 51 % with Adam."""
    facts = found("deep-stack").facts
    assert facts["normed"] > 92
    assert 15 < facts["adam"] < 92


def test_a_single_sigmoid_layer_learns_and_every_further_one_makes_it_worse():
    """Measured before by 1, 2, 4, 6 layers at 0.01: 90, 67, 10, 10 %."""
    depth = found("deep-stack").columns["depth"]
    by_depth = dict(zip(depth["depth"].tolist(), depth["sigmoid_depth"].tolist(), strict=True))
    assert by_depth[1] > 80 > by_depth[2] > 30 > 20 > max(by_depth[4], by_depth[6])
    assert depth["relu_depth"].min() > 85


def test_one_oversized_step_kills_half_of_the_units():
    """Measured before: 0 % dead and 78 % right at 0.001, 0 and 95 at 0.01, 2 and 93 at 0.1, 50 and 10 at 0.3 and 1."""
    facts = found("dead-units", lr=0.3).facts
    assert facts["thousandth_dead"] == facts["hundredth_dead"] == 0
    assert facts["tenth_dead"] < 7
    for name in ("three_tenths", "one"):
        assert facts[f"{name}_dead"] == pytest.approx(50, abs=2) and facts[f"{name}_accuracy"] < 16
    assert facts["thousandth_accuracy"] == pytest.approx(78, abs=4)
    assert facts["hundredth_accuracy"] > 92 and facts["tenth_accuracy"] > 87
    assert facts["chosen_most"] > 80, "it is one layer that dies"


def test_a_leaky_unit_does_not_die():
    assert found("dead-units", repeats=1, epochs=2, unit="leaky-relu", lr=0.1).facts["chosen_dead"] == 0


def test_one_scale_for_all_inputs_makes_a_bowl_of_a_ravine():
    """Measured before: kappa 146 to 1, 785 steps to 1; pixels 7.0e6 to 160, largest stable rate 7.4e-4 to 0.27."""
    raw, standard = (found("round-bowl", epochs=1, repeats=1, share=share).facts for share in (0.0, 1.0))
    assert raw["kappa"] == pytest.approx(146, abs=1) and standard["kappa"] == pytest.approx(1)
    assert raw["steps"] == 785 and standard["steps"] == 1
    assert raw["pixels"] == pytest.approx(7e6, rel=0.1) and standard["pixels"] == pytest.approx(160, rel=0.1)
    assert raw["pixels_stable"] == pytest.approx(7.4e-4, rel=0.02)
    assert standard["pixels_stable"] == pytest.approx(0.27, rel=0.02)
    steps = found("round-bowl", epochs=1, repeats=1, share=0.0).columns["steps"]["patients_steps"]
    assert np.all(np.diff(steps) < 0)


def test_batch_normalisation_forgives_tiny_weights_and_large_rates():
    """Measured before at 0.03, 0.1, 1: He 81, 92, 9 %, normalised 77, 91, 76; tiny 10 %, normalised 72, 59, 68."""
    facts = found("round-bowl").facts
    right = {
        name: dict(zip(*columns("round-bowl", "accuracy", name), strict=True))
        for name in ("he", "he_normed", "small", "small_normed")
    }
    assert max(right["small"].values()) < 15 and facts["small_usable"] == 0
    assert right["small_normed"][0.03] > 45 and facts["small_normed_usable"] >= 4
    assert right["he"][1.0] < 25 and right["he_normed"][1.0] > 60
    assert facts["he"] == pytest.approx(92, abs=6) and abs(facts["he_normed"] - facts["he"]) < 8


def test_a_running_average_forgets_by_the_power_of_its_memory():
    """Measured before: 0.902, 0.592, 0.351, 0.126, 0.020, 0.019 after 1, 5, 10, 20, 50, 200."""
    facts = found("running-average").facts
    for n, error in {1: 0.902, 5: 0.592, 10: 0.351, 20: 0.126, 50: 0.020, 200: 0.019}.items():
        assert facts[f"after_{n}"] == pytest.approx(error, abs=0.01)
    assert facts["after_10"] == pytest.approx(facts["law_10"], abs=0.01)
    error = found("running-average").columns["error"]
    assert error["corrected"][:20].max() < 0.15, "Adam's correction needs no time to forget"


def test_a_longer_memory_is_slower_and_in_the_end_steadier():
    short, long = (found("running-average", memory=memory, batches=1000).facts for memory in (0.9, 0.99))
    assert long["after_50"] > 10 * short["after_50"]
    assert long["floor"] < 0.6 * short["floor"]


def test_straight_lines_get_half_of_the_spiral_and_one_layer_all_of_it():
    """Measured before: 54 and 99 %."""
    facts = found("spiral").facts
    assert facts["linear"] == pytest.approx(54, abs=2) == facts["linear_adam"]
    assert facts["network"] > 97 and facts["unseen"] > 95
    units = found("spiral").columns["units"]["by_units"]
    assert units[0] < 60 < 95 < units[-1]


def test_a_gradient_that_is_cut_stays_on_the_map():
    """Measured before: 4.16e3, a step of 208 against one of 0.05, a loss of 0.12; Adam 297 steps, RMSprop 106."""
    facts = found("cliff").facts
    assert facts["gradient"] == pytest.approx(4.16e3, rel=0.01)
    assert facts["first"] == pytest.approx(208, abs=1) and facts["first_cut"] == pytest.approx(0.05)
    assert facts["lost"] <= 2 and facts["clipped"] == pytest.approx(0.12, abs=0.01)
    assert facts["adam"] == 297 and facts["rmsprop"] == 106
    assert found("cliff", clip=facts["best"]).facts["clipped"] < 1e-4


def test_in_the_desert_there_is_nothing_to_cut():
    facts = found("cliff", x=0.45, y=1.0, clip=1.0).facts
    assert facts["gradient"] == pytest.approx(0.0076, rel=0.01)
    assert facts["first"] == facts["first_cut"] and facts["adam"] == 25
